import type { ReactNode } from 'react'

export type TilePicture = { src: string | null; tile: string; many?: boolean }
type Props = TilePicture & { size?: 24 | 32 | 40 | 48 | 56 | 72; children?: ReactNode; className?: string }

/** A product's picture on its tint. The name stands beside it, so the picture has no text of its own. */
export const Tile = ({ src, tile, many, size, children, className = '' }: Props) => (
  <span
    className={`tile ${size && size !== 56 ? `tile--${size}` : ''} ${many ? 'tile--many' : ''} t-${tile} ${className}`}
  >
    {(many ? [0, 1, 2] : [0]).map((n) => (
      <img key={n} src={src ?? '/basket.webp'} alt="" width="256" height="256" loading="lazy" decoding="async" />
    ))}
    {children}
  </span>
)
