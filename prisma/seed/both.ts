/** A text in both languages, as it is stored. */
export type Both = { en: string; 'zh-CN': string }

/** "Vine tomatoes|带枝番茄" in both languages; a text without a bar is the same in both. */
export function both(text: string): Both {
  const [en = '', zh] = text.split('|')
  return { en, 'zh-CN': zh ?? en }
}
