import { type Cell, csvOf } from '#lib/infra/csv.ts'

/**
 * A table as a download that a spreadsheet opens.
 * @param name the file's name without its ending, ASCII
 */
export const csvResponse = (name: string, head: string[], rows: Cell[][]): Response =>
  fileResponse(`${name}.csv`, 'text/csv; charset=utf-8', csvOf(head, rows))

/**
 * A file as a download, kept by nobody on the way.
 * @param name the file's name with its ending, ASCII
 */
export const fileResponse = (name: string, contentType: string, content: string | Buffer): Response =>
  new Response(typeof content === 'string' ? content : new Uint8Array(content), {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '-')}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
