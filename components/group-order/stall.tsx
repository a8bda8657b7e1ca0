import type { CSSProperties } from 'react'

type Crate = { src: string | null; many: boolean; price?: string }
type Pile = { x: number; y: string; s: string; r: string }

const MANY: Pile[] = [
  { x: 22, y: '12px', s: '46px', r: '-8deg' },
  { x: 52, y: '4px', s: '50px', r: '6deg' },
  { x: 80, y: '12px', s: '46px', r: '10deg' },
  { x: 36, y: '24px', s: '52px', r: '0deg' },
  { x: 67, y: '24px', s: '52px', r: '-6deg' },
]
const FEW: Pile[] = [
  { x: 30, y: '8px', s: '66px', r: '-6deg' },
  { x: 71, y: '12px', s: '60px', r: '7deg' },
]

/** The cover of a group order, drawn from its own first products: awning, crates, price cards. Decoration only. */
export const Stall = ({ awning, crates }: { awning: string; crates: Crate[] }) => (
  <div className="stall" aria-hidden="true">
    <div className={`awning ${awning === 'leaf' ? '' : `awning--${awning}`}`} />
    <div className="crates">
      {crates.slice(0, 3).map((crate, index) => (
        <div className="crate" key={crate.src ?? index}>
          <div className="crate__pile">
            {(crate.many ? MANY : FEW).map(({ x, y, s, r }) => (
              <img
                key={x}
                src={crate.src ?? '/basket.webp'}
                alt=""
                width="256"
                height="256"
                style={{ '--x': x, '--y': y, '--s': s, '--r': r } as CSSProperties}
              />
            ))}
          </div>
          <div className="crate__box">{crate.price && <span className="crate__card">{crate.price}</span>}</div>
        </div>
      ))}
    </div>
    <div className="stall__counter" />
  </div>
)
