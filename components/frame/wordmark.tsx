/** The stall and the name, linked home. */
export const Wordmark = ({ href = '/', colour = 'var(--leaf)' }: { href?: string; colour?: string }) => (
  <a className="wordmark" href={href}>
    <svg viewBox="0 0 28 28" aria-hidden="true">
      <path fill={colour} d="M4 3h20l2.5 8.2v.3a4.2 4.2 0 0 1-8.3.8 4.2 4.2 0 0 1-8.4 0 4.2 4.2 0 0 1-8.3-.8v-.3z" />
      <path fill={colour} d="M4 17.5h20V23a2.5 2.5 0 0 1-2.5 2.5h-15A2.5 2.5 0 0 1 4 23z" />
    </svg>
    <span>
      Kaituan <small lang="zh-CN">开团</small>
    </span>
  </a>
)
