const BOUNDARY = 'KaituanBenchBoundary7MA4YWxkTrZu0gW'

export type Fields = readonly (readonly [name: string, value: string])[]

/** The body of a form as a browser without JavaScript posts it, and its content type. */
export function multipart(fields: Fields): { body: string; type: string } {
  const parts = fields.map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return { body: `${parts.join('')}--${BOUNDARY}--\r\n`, type: `multipart/form-data; boundary=${BOUNDARY}` }
}

/** The same fields with these values; a name that is not among them is left out. */
export const withValues = (fields: Fields, values: Record<string, string>): Fields =>
  fields.map(([name, value]) => [name, values[name] ?? value])
