/** A number that no text of ours holds. */
const ANY = 555

/**
 * A counted sentence as a script can finish it: for none, for one, and for more with # for the number. English and Chinese
 * need no other form.
 * @param sentence the sentence for a count, translated
 */
export const formsOf = (sentence: (count: number) => string): [none: string, one: string, more: string] => [
  sentence(0),
  sentence(1),
  sentence(ANY).replaceAll(String(ANY), '#'),
]
