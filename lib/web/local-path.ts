/** A path on this site, or `/`: an address from outside never decides where a person is sent. */
export function localPath(asked: string | string[] | undefined | null): string {
  const path = firstOf(asked)
  if (!path?.startsWith('/') || /^\/[/\\]/.test(path) || /[\s\\]/.test(path)) return '/'
  return URL.canParse(path, 'http://here.invalid') && new URL(path, 'http://here.invalid').host === 'here.invalid'
    ? path
    : '/'
}

/** A query parameter that may have been sent several times: the first counts. */
export const firstOf = (value: string | string[] | undefined | null): string | undefined =>
  (Array.isArray(value) ? value[0] : value) ?? undefined
