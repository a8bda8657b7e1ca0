import { ShelfMark } from '#components/order/shelf-mark.tsx'
import { Icon } from '#components/ui/icon.tsx'

type Props = {
  number: number
  shelf: number | null
  shelfName: (colour: string, animal: string, round: number) => string
  href: string
  /** Who, how much, of which group order. */
  detail: string[]
  pay?: string
  fridge?: string
  late?: string
  part?: string
  handOver: { text: string; label: string }
}

/** One bag that waits: found by its label, told apart by number and masked name. */
export const WaitingRow = ({ number, shelf, shelfName, href, detail, pay, fridge, late, part, handOver }: Props) => (
  <li className="wait">
    {shelf !== null && <ShelfMark square shelf={shelf} name={shelfName} />}
    <span className="grow">
      <span className="wait__head">
        <span className="price station-number">#{number}</span>
        {pay && <span className="mark mark--ink num">{pay}</span>}
        {fridge && (
          <span className="mark mark--sky">
            <Icon name="snowflake" size={16} />
            {fridge}
          </span>
        )}
        {late && <span className="mark mark--tomato">{late}</span>}
        {part && <span className="mark mark--butter">{part}</span>}
      </span>
      <span className="small muted block mt-1">{detail.join(' · ')}</span>
    </span>
    <a className="btn btn--soft" href={href} aria-label={handOver.label}>
      {handOver.text}
    </a>
  </li>
)
