import { getTranslations } from 'next-intl/server'

/** How a shelf label is read aloud: "Blue fox", 蓝狐狸; with a number once all pairs are used. */
export async function shelfName(): Promise<(colour: string, animal: string, round: number) => string> {
  const t = await getTranslations('common.shelf')
  return (colour, animal, round) => {
    const words = { colour: t(`colours.${colour}` as 'colours.blue'), animal: t(`animals.${animal}` as 'animals.fox') }
    return round > 0 ? t('labelRound', { ...words, round: round + 1 }) : t('label', words)
  }
}
