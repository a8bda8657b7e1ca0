export const SHELF_COLOURS = ['blue', 'teal', 'green', 'yellow', 'orange', 'pink', 'brown', 'grey'] as const

export const SHELF_ANIMALS = [
  'fox',
  'koala',
  'frog',
  'turtle',
  'whale',
  'owl',
  'duck',
  'rabbit',
  'bear',
  'tiger',
  'penguin',
  'panda',
] as const

export type ShelfLabel = {
  colour: (typeof SHELF_COLOURS)[number]
  animal: (typeof SHELF_ANIMALS)[number]
  /** 0 for the first 96 labels of a station; above it, the label shows round + 1 as a number. */
  round: number
}

/**
 * The label under which an order lies on a station's shelf: found by eye, read aloud without a name.
 * @param index position of the order in its station's pick list, from 0
 * @returns a label that no other index has; neighbours differ in colour and in animal
 * @throws RangeError when the index is not a whole number from 0
 */
export function shelfLabel(index: number): ShelfLabel {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError('A shelf position is a whole number from 0')
  const colours = SHELF_COLOURS.length
  const animals = SHELF_ANIMALS.length
  // Both wheels turn at each step, and each full turn of the colours shifts the animals by one: all 96 pairs occur.
  const turn = Math.floor(index / colours)
  const colour = SHELF_COLOURS[index % colours]
  const animal = SHELF_ANIMALS[((index % colours) + turn) % animals]
  if (!colour || !animal) throw new RangeError('The wheels are complete')
  return { colour, animal, round: Math.floor(index / (colours * animals)) }
}
