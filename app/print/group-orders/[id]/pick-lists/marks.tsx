import { UNITS } from '#lib/domain/quantity.ts'
import type { PickProduct } from '#lib/queries/pick-list.ts'

/** A shelf label as the sticker shows it, without its colour: paper is black on white. */
export const Label = ({ animal, text }: { animal: string | null; text: string }) => (
  <span className="lab">
    {animal && <img src={`/shelf/${animal}.webp`} alt="" width="24" height="24" />}
    {text}
  </span>
)

type QuantityProps = { quantity: number; product: PickProduct | undefined; plain?: boolean }

/** A number and its tick box; two or more pieces are underlined, weights stand in kilograms. */
export function Quantity({ quantity, product, plain }: QuantityProps) {
  const isWeighed = product !== undefined && UNITS[product.unit].weighed
  const text = isWeighed ? `${quantity / 1000}` : String(quantity)
  return (
    <span className={`q ${text.length > 3 ? 'q--long' : ''}`}>
      <b className={!plain && !isWeighed && quantity > 1 ? 'many' : ''}>
        {text}
        {isWeighed && <small>kg</small>}
      </b>
      {!plain && <i className="box" />}
    </span>
  )
}
