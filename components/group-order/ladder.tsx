import type { CSSProperties } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import type { Ladder as LadderFacts } from '#lib/domain/pricing.ts'

type Props = {
  ladder: LadderFacts
  head: string
  next?: string
  labels: { minimum: string; tier: string; lowest: string }
}

const styleOf = (values: Record<string, string>) => values as CSSProperties

/** Progress in steps: the minimum, the lower price, the lowest. */
export const Ladder = ({ ladder, head, next, labels }: Props) => {
  const end = ladder.stops.at(-1)?.at ?? 1
  const firstOpen = ladder.stops.find(({ done }) => !done)?.at
  return (
    <div className="ladder" style={styleOf({ '--v': `${ladder.fillPercent}%` })}>
      <p className="ladder__head">
        <b>{head}</b>
        {next && <span className="pricetag">{next}</span>}
      </p>
      {ladder.stops.length > 0 && (
        <>
          <div className="ladder__track" role="img" aria-label={next ? `${head}. ${next}.` : head}>
            <span className="ladder__fill" />
            {ladder.stops.map(({ at, kind, done }) => (
              <span
                key={at}
                className={`stop ${done ? 'stop--done' : at === firstOpen ? 'stop--next' : ''}`}
                style={styleOf({ '--at': `${(at / end) * 100}%` })}
              >
                <Icon name={done || kind === 'minimum' ? 'check' : 'tag'} />
              </span>
            ))}
          </div>
          <ul className="ladder__labels">
            {ladder.stops.map(({ at, kind }) => (
              <li key={at} style={styleOf({ '--at': `${(at / end) * 100}%` })}>
                <b>{at}</b>
                {labels[kind]}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
