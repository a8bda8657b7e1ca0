const MAX_TITLE_LENGTH = 40

/**
 * The address of a group order: readable where the title has Latin letters, unique by its suffix.
 * @param title the group order's title in any language
 * @param suffix a short random text of letters and digits
 * @returns lower-case ASCII words joined by hyphens, and the suffix; "g-" and the suffix when no letter is left
 */
export function slugOf(title: string, suffix: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_TITLE_LENGTH + 1)
  // A word cut in the middle reads badly, so the last one goes unless it is the only one.
  const whole = words.length > MAX_TITLE_LENGTH ? words.replace(/-[^-]*$/, '') : words
  const trimmed = whole.slice(0, MAX_TITLE_LENGTH).replace(/^-+|-+$/g, '')
  return `${trimmed || 'g'}-${suffix}`
}
