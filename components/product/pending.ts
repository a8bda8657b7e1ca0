// Baskets being saved right now, over all steppers of the page: whoever leaves it must wait for them.
let saving = 0
let waiting: (() => void)[] = []

/** Counts a save until it has ended, well or not. */
export async function whileSaving(work: () => Promise<void>): Promise<void> {
  saving += 1
  try {
    await work()
  } finally {
    saving -= 1
    if (saving === 0) for (const go of waiting.splice(0)) go()
  }
}

export const isSaving = (): boolean => saving > 0

/** Runs `go` as soon as nothing is being saved. */
export function afterSaving(go: () => void): void {
  if (saving === 0) go()
  else waiting = [...waiting, go]
}
