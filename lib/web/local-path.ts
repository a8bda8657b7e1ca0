/** A path on this site, or `/`: an address from outside never decides where a person is sent. */
export function localPath(path: string | undefined | null): string {
  if (!path?.startsWith('/') || /^\/[/\\]/.test(path) || /[\s\\]/.test(path)) return '/'
  return URL.canParse(path, 'http://here.invalid') && new URL(path, 'http://here.invalid').host === 'here.invalid'
    ? path
    : '/'
}
