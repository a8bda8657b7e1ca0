/** Without NUL, which no text on paper or screen has and the database refuses. */
const storable = (text: string): string => text.replaceAll('\0', '')

type Tree = { [key: string]: Tree | string | string[] | File }

/**
 * A form as a tree: "offers.0.price" becomes {offers: [{price}]}, a name sent several times becomes a list. Next's own
 * hidden fields and empty files are left out.
 */
export function formTree(form: FormData): Record<string, unknown> {
  const root: Tree = {}
  for (const name of new Set(form.keys())) {
    if (name.startsWith('$') || /(^|\.)(__proto__|constructor|prototype)(\.|$)/.test(name)) continue
    const all = form
      .getAll(name)
      .filter((value) => typeof value === 'string' || value.size > 0)
      .map((value) => (typeof value === 'string' ? storable(value) : value))
    if (all.length === 0) continue
    const path = name.split('.')
    let node = root
    for (const step of path.slice(0, -1)) {
      const next = node[step]
      if (typeof next === 'object' && !Array.isArray(next) && !(next instanceof File)) node = next
      else node = node[step] = {}
    }
    node[path.at(-1) as string] = all.length === 1 ? (all[0] as string | File) : (all as string[])
  }
  return listed(root) as Record<string, unknown>
}

/** Objects whose keys are all numbers become lists, in the order of those numbers. */
function listed(node: Tree[string]): unknown {
  if (typeof node !== 'object' || Array.isArray(node) || node instanceof File) return node
  const entries = Object.entries(node).map(([key, value]) => [key, listed(value)] as const)
  const isList = entries.length > 0 && entries.every(([key]) => /^\d{1,4}$/.test(key))
  return isList
    ? entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)
    : Object.fromEntries(entries)
}

/** What was typed, to show it again; files cannot be. */
export function formValues(form: FormData): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {}
  for (const name of new Set(form.keys())) {
    if (name.startsWith('$')) continue
    const texts = form.getAll(name).filter((value): value is string => typeof value === 'string')
    if (texts.length > 0) values[name] = texts.length === 1 ? (texts[0] as string) : texts
  }
  return values
}
