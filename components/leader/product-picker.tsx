'use client'

import { useEffect, useRef, useState } from 'react'
import { FieldError } from '#components/ui/fields.tsx'
import { formatAmount } from '#lib/domain/money.ts'
import type { Locale } from '#lib/domain/text.ts'
import { PickCard, type PickProduct, type PickTexts } from './pick-card.tsx'

type Props = {
  title: string
  products: PickProduct[]
  categories: { key: string; label: string }[]
  texts: PickTexts & { search: string; all: string; chosen: string; nothing: string }
  locale: Locale
  symbol: string
}

const CHOSEN = 'chosen'

/** The catalogue as cards. The search and the chips hide cards, never their fields: everything typed is sent. */
export function ProductPicker({ title, products, categories, texts, locale, symbol }: Props) {
  const [isLive, setIsLive] = useState(false)
  const [words, setWords] = useState('')
  const [category, setCategory] = useState('')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => setIsLive(true), [])

  const choose = (key: string) => {
    // the chip shows what is ticked at this moment, so that unticking a card does not make it vanish
    const boxes = list.current?.querySelectorAll<HTMLInputElement>('.pick__on:checked') ?? []
    setTicked(new Set([...boxes].map(({ name }) => name.split('.')[1] ?? '')))
    setCategory(key)
  }
  const wanted = words.trim().toLocaleLowerCase()
  const fits = (product: PickProduct) =>
    (category === '' || (category === CHOSEN ? ticked.has(product.id) : product.category === category)) &&
    product.names.toLocaleLowerCase().includes(wanted)
  const money = (minor: number, currency: string) => formatAmount(minor, currency, locale)
  return (
    <section aria-labelledby="products">
      <div className="between flex-wrap">
        <h2 id="products">{title}</h2>
        {isLive && (
          <input
            className="input input--sm og__search"
            type="search"
            aria-label={texts.search}
            placeholder={texts.search}
            onChange={(event) => setWords(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
        )}
      </div>
      {isLive && (
        <div className="og__filter">
          {[{ key: '', label: texts.all }, { key: CHOSEN, label: texts.chosen }, ...categories].map(
            ({ key, label }) => (
              <button
                type="button"
                className="chip"
                key={key}
                aria-pressed={category === key}
                onClick={() => choose(key)}
              >
                {label}
              </button>
            ),
          )}
        </div>
      )}
      <FieldError name="offers" />
      <ul className="picks" ref={list}>
        {products.map((product) => (
          <PickCard
            key={product.id}
            product={product}
            texts={texts}
            hidden={isLive && !fits(product)}
            symbol={symbol}
            money={money}
          />
        ))}
      </ul>
      {isLive && !products.some(fits) && <p className="muted">{texts.nothing}</p>}
    </section>
  )
}
