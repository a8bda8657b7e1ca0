/** A station's drawn door, in its own colour. */
export const Door = ({ colour }: { colour: string }) => (
  <svg className="door" viewBox="0 0 40 44" aria-hidden="true">
    <path d="M5 42V14a15 15 0 0 1 30 0v28z" fill={`var(--s-${colour})`} />
    <path d="M11 17a9 9 0 0 1 18 0v1H11z" fill="#FFF6D8" />
    <path d="M20 8v10M13.7 11l4.2 7M26.3 11l-4.2 7" stroke={`var(--s-${colour})`} strokeWidth="1.6" fill="none" />
    <rect x="11" y="22" width="8" height="14" rx="1.5" fill="#fff" opacity=".2" />
    <rect x="21" y="22" width="8" height="14" rx="1.5" fill="#fff" opacity=".2" />
    <circle cx="31.2" cy="29" r="1.8" fill="#FFDD75" />
    <rect x="1" y="41" width="38" height="3" rx="1.5" fill="#B9AE95" />
  </svg>
)
