import type { getTranslations } from 'next-intl/server'
import type { ShelfLabel } from '#lib/domain/shelf-label.ts'

type Common = Awaited<ReturnType<typeof getTranslations<'common'>>>

/** A shelf label in words: "Blue fox"; from the second round on with its number. */
export function labelText(t: Common, label: ShelfLabel | null): string {
  if (!label) return ''
  const colour = t(`shelf.colours.${label.colour}`)
  const animal = t(`shelf.animals.${label.animal}`)
  return label.round === 0
    ? t('shelf.label', { colour, animal })
    : t('shelf.labelRound', { colour, animal, round: label.round + 1 })
}
