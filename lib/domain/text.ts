export const LOCALES = ['en', 'zh-CN'] as const

export type Locale = (typeof LOCALES)[number]

/** A text in one language for everybody, or one text for each language. */
export type LocalText = string | Partial<Record<Locale, string>>

/**
 * Reads a text in a language.
 * @param text a plain string, or a text for each language
 * @param locale the language asked for
 * @returns the text in that language, else in another one that has it, else ''
 */
export function textIn(text: LocalText, locale: Locale): string {
  if (typeof text === 'string') return text
  // A blank translation is a missing one: a form that was left empty must not hide the other language.
  const wanted = [locale, ...LOCALES].find((each) => text[each]?.trim())
  return wanted ? (text[wanted] ?? '') : ''
}

/** Is this one of our languages? */
export const isLocale = (text: string): text is Locale => (LOCALES as readonly string[]).includes(text)

/**
 * The one sign that stands for somebody: the first letter of a name. Chinese neighbours often begin with where they live
 * ("14 号的梅姐"), which is no name.
 * @returns '' for a name without letters
 */
export const monogramOf = (name: string): string =>
  /\p{L}/u.exec(name.replace(/^[\d\s]+(?:号楼?|栋|弄|座|室)?的?/, ''))?.[0] ?? ''
