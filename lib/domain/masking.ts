/** Chinese surnames of two characters that are in common use; every other Chinese name is cut after its first. */
const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  (
    '欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 东方 東方 独孤 獨孤 南宫 南宮 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 ' +
    '宇文 长孙 長孫 轩辕 軒轅 端木 百里 呼延 闻人 聞人 申屠 太史 赫连 赫連 澹台 澹臺 钟离 鍾離 淳于 单于 單于'
  )
    .split(' ')
    .filter(Boolean),
)

const HIDDEN = '**'
const HAN = /\p{Script=Han}/u
const LETTER = /\p{L}/u

/**
 * A name as a keeper, a leader or a neighbour may see it (RULES, "Privacy"; look, "zh-CN").
 * @param name a name in any script
 * @returns the surname of a Chinese name, or the first letter of another one, and "**"; "**" when there is no letter
 */
export function maskName(name: string): string {
  // a city's sheets mask 120,000 names: no further than the second letter is looked
  const [first = '', second = ''] = firstLetters(name.normalize('NFKC'))
  if (!first) return HIDDEN
  if (!HAN.test(first)) return first.toUpperCase() + HIDDEN
  return (COMPOUND_SURNAMES.has(first + second) ? first + second : first) + HIDDEN
}

function firstLetters(name: string): string[] {
  const letters: string[] = []
  for (const each of name) {
    if (LETTER.test(each)) letters.push(each)
    if (letters.length === 2) break
  }
  return letters
}

/**
 * The end of a phone number, by which a keeper tells two shoppers apart.
 * @param phone a number in any notation
 * @param count how many digits
 * @returns that many digits, or '' for a number so short that they would be most of it
 */
export function lastDigits(phone: string, count: number): string {
  const digits = phone.normalize('NFKC').replace(/\D/g, '')
  return count > 0 && digits.length >= count * 2 ? digits.slice(-count) : ''
}

/**
 * An e-mail address or phone number that its owner recognises and a stranger cannot use.
 * @param contact an e-mail address or a phone number
 * @returns "l***@example.com", "***567", or "***"
 */
export function maskContact(contact: string): string {
  const text = contact.trim()
  const at = text.lastIndexOf('@')
  if (at < 0) return `***${lastDigits(text, 3)}`
  const first = [...text.slice(0, at)][0]
  return first ? `${first}***${text.slice(at)}` : '***'
}
