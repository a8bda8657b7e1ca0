import { shelfLabel } from '#lib/domain/shelf-label.ts'

type Props = {
  shelf: number
  name: (colour: string, animal: string, round: number) => string
  square?: boolean
  more?: string
}

/** Colour, animal and both words: a bag's place on the shelf that nobody mixes up. */
export const ShelfMark = ({ shelf, name, square, more }: Props) => {
  const { colour, animal, round } = shelfLabel(shelf)
  return (
    <span className={`shelf sh-${colour} ${square ? 'shelf--sq' : ''}`}>
      <img src={`/shelf/${animal}.webp`} alt="" width="256" height="256" />
      <span>
        {name(colour, animal, round)}
        {more}
      </span>
    </span>
  )
}
