type Props = {
  page: number
  pages: number
  hrefOf: (page: number) => string
  label: string
  previous: string
  next: string
  text: string
}

/** Goes through the pages of a list; nothing when there is only one. */
export const Pager = ({ page, pages, hrefOf, label, previous, next, text }: Props) =>
  pages > 1 ? (
    <nav className="pager" aria-label={label}>
      {page > 1 && (
        <a className="btn btn--quiet btn--sm" href={hrefOf(page - 1)} rel="prev">
          {previous}
        </a>
      )}
      <span className="small muted num">{text}</span>
      {page < pages && (
        <a className="btn btn--quiet btn--sm" href={hrefOf(page + 1)} rel="next">
          {next}
        </a>
      )}
    </nav>
  ) : null
