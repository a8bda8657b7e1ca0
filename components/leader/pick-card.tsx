'use client'

import { type ReactNode, useId, useState } from 'react'
import { Tile, type TilePicture } from '#components/product/tile.tsx'
import { FieldError } from '#components/ui/fields.tsx'
import { useForm } from '#components/ui/form.tsx'
import { offerMargin } from '#lib/domain/margin.ts'
import { parseMoney } from '#lib/domain/money.ts'

export type PickProduct = {
  id: string
  name: string
  /** The name in every language, for the search. */
  names: string
  pack: string
  category: string
  picture: TilePicture
  currency: string
  /** Minor units; null where costs are not shown. */
  costMinor: number | null
  /** Within the price, basis points of the price without it. */
  taxBps: number
  /** "From $2.00 allowed until …", where an admin allows it below cost. */
  allowed: string | null
  /** "12 free", when some is kept in store. */
  stock: string | null
  /** What caps and limits are counted in; empty for pieces. */
  inUnit: string
  perUnit: string
  labels: { price: string; offer: string }
  initial: {
    isOn: boolean
    price: string
    cap: string
    limit: string
    source: 'presale' | 'stock'
    isRunning: boolean
    tierBy: 'orders' | 'quantity'
    tiers: { from: string; price: string }[]
    /** "34 sold", once something is. */
    sold: string | null
  }
}

export type PickTexts = {
  options: string
  cap: string
  limit: string
  source: string
  presale: string
  tier: string
  tierSold: string
  tierPrice: string
  /** "keep {percent}" */
  keep: string
  /** "Cost {cost}, you keep {keep}" */
  cost: string
  below: string
}

type Props = {
  product: PickProduct
  texts: PickTexts
  hidden: boolean
  symbol: string
  money: (minor: number, currency: string) => string
}

const TIER_ROWS = [0, 1]
/** A margin below this hardly pays commission, fee and claims (RULES, usual figures). */
const THIN_PERCENT = 12

/** One product of the catalogue: tick it, price it, limit it. */
export function PickCard({ product, texts, hidden, symbol, money }: Props) {
  const { state } = useForm()
  const { initial } = product
  const name = (part: string) => `offers.${product.id}.${part}`
  const typed = (part: string, fallback: string) => {
    const value = state.values[name(part)]
    return (Array.isArray(value) ? value[0] : value) ?? fallback
  }
  const wasSent = Object.keys(state.values).length > 0
  const isOn = wasSent ? state.values[name('on')] === 'on' : initial.isOn
  const hasFault = Object.keys(state.errors).some((field) => field.startsWith(`offers.${product.id}.`))
  const hasOptions =
    initial.cap !== '' || initial.limit !== '' || initial.tiers.length > 0 || initial.source === 'stock'
  return (
    <li className="pick" hidden={hidden}>
      <label className="pick__top">
        <Tile {...product.picture} many={false} />
        <input
          className="check pick__on"
          type="checkbox"
          name={name('on')}
          defaultChecked={isOn}
          key={String(isOn)}
          aria-label={product.labels.offer}
        />
      </label>
      <div className="pick__b">
        <p className="strong leading-[1.3]">{product.name}</p>
        <p className="small muted">{product.pack}</p>
        <Price
          product={product}
          texts={texts}
          symbol={symbol}
          money={money}
          name={name('price')}
          value={typed('price', initial.price)}
        />
        {product.allowed && <p className="micro num">{product.allowed}</p>}
        {initial.sold && <p className="micro num muted">{initial.sold}</p>}
        <details open={hasFault || (initial.isOn && hasOptions)}>
          <summary>{texts.options}</summary>
          <div className="pick__opts">
            <Small name={name('cap')} label={texts.cap} note={product.inUnit} value={typed('cap', initial.cap)} />
            <Small
              name={name('limit')}
              label={texts.limit}
              note={product.inUnit}
              value={typed('limit', initial.limit)}
            />
            <Source product={product} texts={texts} name={name('source')} value={typed('source', initial.source)} />
            <input type="hidden" name={name('tierBy')} value={initial.tierBy} />
            {TIER_ROWS.map((row) => (
              <TierRow
                key={row}
                base={name(`tiers.${row}`)}
                texts={texts}
                isByOrders={initial.tierBy === 'orders'}
                from={typed(`tiers.${row}.from`, initial.tiers[row]?.from ?? '')}
                price={typed(`tiers.${row}.price`, initial.tiers[row]?.price ?? '')}
              />
            ))}
          </div>
        </details>
      </div>
    </li>
  )
}

type PriceProps = Omit<Props, 'hidden'> & { name: string; value: string }

/** The price, and live beside it what is kept of it. */
function Price({ product, texts, symbol, money, name, value }: PriceProps) {
  const { state } = useForm()
  const [price, setPrice] = useState(value)
  const minor = parseMoney(price, product.currency)
  const { costMinor, taxBps } = product
  const margin = costMinor !== null && minor ? offerMargin({ priceMinor: minor, taxBps, costMinor }) : undefined
  const percent = margin ? Math.round(margin.keepBps / 100) : 0
  return (
    <>
      <div className="pick__row">
        <label className="pick__price">
          <span className="sr">{product.labels.price}</span>
          <span aria-hidden="true">{symbol}</span>
          <input
            className="num"
            name={name}
            defaultValue={value}
            inputMode="decimal"
            autoComplete="off"
            aria-invalid={state.errors[name] ? true : undefined}
            onChange={(event) => setPrice(event.target.value)}
          />
        </label>
        {margin && minor && costMinor !== null && (
          <span
            className={`mark num ${margin.keepMinor < 0 ? 'mark--tomato' : percent < THIN_PERCENT ? 'mark--butter' : 'mark--leaf'}`}
          >
            {minor < costMinor ? texts.below : texts.keep.replace('{percent}', `${percent}%`)}
          </span>
        )}
      </div>
      {product.perUnit && <p className="micro muted">{product.perUnit}</p>}
      {margin && costMinor !== null && (
        <p className="micro num muted">
          {texts.cost
            .replace('{cost}', money(costMinor, product.currency))
            .replace('{keep}', money(margin.keepMinor, product.currency))}
        </p>
      )}
      <FieldError name={name} />
    </>
  )
}

function Small({
  name,
  label,
  note,
  value,
  className = '',
}: {
  name: string
  label: string
  note?: string
  value: string
  className?: string
}) {
  const { state } = useForm()
  const id = useId()
  return (
    <div className={className}>
      <label className="micro strong" htmlFor={id}>
        {label} {note && <span className="muted">{note}</span>}
      </label>
      <input
        className="input num"
        id={id}
        name={name}
        defaultValue={value}
        inputMode="decimal"
        autoComplete="off"
        aria-invalid={state.errors[name] ? true : undefined}
      />
      <FieldError name={name} />
    </div>
  )
}

/** Presale or stock; of an offer that runs it is only told. */
function Source({
  product,
  texts,
  name,
  value,
}: {
  product: PickProduct
  texts: PickTexts
  name: string
  value: string
}) {
  const id = useId()
  if (!product.stock) return <input type="hidden" name={name} value="presale" />
  if (product.initial.isRunning) {
    return (
      <p className="wide-cell micro muted">
        {product.initial.source === 'stock' ? product.stock : texts.presale}
        <input type="hidden" name={name} value={product.initial.source} />
      </p>
    )
  }
  return (
    <div className="wide-cell">
      <label className="micro strong" htmlFor={id}>
        {texts.source}
      </label>
      <select className="input" id={id} name={name} defaultValue={value} key={value}>
        <option value="presale">{texts.presale}</option>
        <option value="stock">{product.stock}</option>
      </select>
      <FieldError name={name} />
    </div>
  )
}

type TierProps = { base: string; texts: PickTexts; isByOrders: boolean; from: string; price: string }

function TierRow({ base, texts, isByOrders, from, price }: TierProps): ReactNode {
  return (
    <>
      <Small name={`${base}.from`} label={isByOrders ? texts.tier : texts.tierSold} value={from} />
      <Small name={`${base}.price`} label={texts.tierPrice} value={price} />
    </>
  )
}
