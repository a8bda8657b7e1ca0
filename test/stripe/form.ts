/** A form body as Stripe's library writes it: `line_items[0][price_data][currency]=cad`. */
export type Tree = { [name: string]: string | Tree }

/** Reads such a body into a tree; lists are objects with the keys "0", "1" … */
export function treeOf(body: string): Tree {
  const tree: Tree = {}
  for (const [name, value] of new URLSearchParams(body)) {
    const keys = name.split(/[[\]]+/).filter(Boolean)
    const last = keys.pop() ?? ''
    let branch = tree
    for (const key of keys) {
      const known = branch[key]
      const next = typeof known === 'object' ? known : {}
      branch[key] = next
      branch = next
    }
    branch[last] = value
  }
  return tree
}

/** The branch or value at a path; undefined where there is none. */
export const at = (tree: Tree, ...path: string[]): string | Tree | undefined =>
  path.reduce<string | Tree | undefined>((node, key) => (typeof node === 'object' ? node[key] : undefined), tree)

/** The text at a path; '' where there is none. */
export function textAt(tree: Tree, ...path: string[]): string {
  const found = at(tree, ...path)
  return typeof found === 'string' ? found : ''
}
