import type { CSSProperties } from 'react'
import { Tile } from '#components/product/tile.tsx'
import { Icon } from '#components/ui/icon.tsx'

export type CardTexts = {
  title: string
  leader: string
  groups: string
  price: string
  progress: string
  when: string
  initial: string
}
type Props = {
  href: string
  awning: string
  tiles: { key: string; src: string | null; tile: string }[]
  more: number
  fillPercent: number
  urgent: boolean
  texts: CardTexts
}

/** A group order on the home page: what it sells, whose it is, how far it is, when it closes. */
export const GroupCard = ({ href, awning, tiles, more, fillPercent, urgent, texts }: Props) => (
  <a className="gcard" href={href}>
    <div className={`awning ${awning === 'leaf' ? '' : `awning--${awning}`}`} aria-hidden="true" />
    <div className="gcard__shelf">
      {tiles.map((tile, index) => (
        <Tile key={tile.key} src={tile.src} tile={tile.tile}>
          {index === 2 && more > 0 && (
            <span className="chip num absolute bottom-1.5 right-1.5 !min-h-6 !px-2">+{more}</span>
          )}
        </Tile>
      ))}
    </div>
    <div className="gcard__body">
      <div className="flex items-start justify-between gap-3">
        <h3 className="gcard__title">{texts.title}</h3>
        <span className="small muted whitespace-nowrap pt-1">{texts.price}</span>
      </div>
      <p className="row !gap-2 small muted mt-1.5">
        <span className={`mono mono--28 mono--${awning}`} aria-hidden="true">
          {texts.initial}
        </span>
        {texts.leader} · {texts.groups}
      </p>
      <div className="bar mt-3" style={{ '--v': `${fillPercent}%` } as CSSProperties} />
      <p className="between small mt-2">
        <span className="muted num">{texts.progress}</span>
        <span className={`inline count ${urgent ? 'count--urgent' : ''}`}>
          <Icon name="clock" size={18} />
          {texts.when}
        </span>
      </p>
    </div>
  </a>
)
