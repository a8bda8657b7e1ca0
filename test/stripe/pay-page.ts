import type { Session } from './objects.ts'

const TEXTS = {
  en: {
    lang: 'en',
    title: 'Stand-in for a payment page',
    about: 'This is not Stripe. Nobody pays anything here: press what should happen.',
    pay: 'Pay',
    decline: 'Let the payment fail',
    back: 'Back without paying',
    over: 'This page can no longer be paid.',
  },
  zh: {
    lang: 'zh-CN',
    title: '支付页面（演示替身）',
    about: '这不是 Stripe，谁也不用真付钱：点一下想看的结果就行。',
    pay: '支付',
    decline: '让支付失败',
    back: '不付了，返回',
    over: '这个页面已经不能支付了。',
  },
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)

/** Where the stand-in's page sends a browser. */
const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** The page on which a browser "pays": plain HTML, no script. */
export function payPage(session: Session): string {
  const t = session.locale === 'zh' ? TEXTS.zh : TEXTS.en
  const amount = new Intl.NumberFormat(t.lang, {
    style: 'currency',
    currency: session.currency.toUpperCase(),
    currencyDisplay: 'narrowSymbol',
  })
  const digits = amount.resolvedOptions().maximumFractionDigits ?? 2
  const shown = amount.format(session.amount_total / 10 ** digits)
  const isOpen = session.status === 'open' && session.expires_at * 1000 > Date.now()
  const button = (what: string, text: string, isFirst = false) =>
    `<button name="do" value="${what}"${isFirst ? ' class="first"' : ''}>${escaped(text)}</button>`
  return `<!doctype html><html lang="${t.lang}"><head><meta charset="utf-8"><title>${t.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:0 auto;padding:1.5rem}
.note{border:2px dashed currentColor;border-radius:12px;padding:.75rem 1rem}.sum{font-size:2rem;font-weight:700;margin:1.5rem 0 .25rem}
button,a{display:block;box-sizing:border-box;width:100%;min-height:3rem;margin:.75rem 0;border:1px solid;border-radius:12px;background:none;
color:inherit;font:inherit;line-height:3rem;padding:0;text-align:center;text-decoration:none}.first{background:#1b2119;color:#fff;font-weight:600}
</style></head><body><main><h1>${t.title}</h1><p class="note">${t.about}</p><p class="sum">${escaped(shown)}</p>
<p>${escaped(session.description)}</p>${
    isOpen
      ? `<form method="post">${button('pay', `${t.pay} ${shown}`, true)}${button('decline', t.decline)}</form>`
      : `<p>${t.over}</p>`
  }${isAddress(session.cancel_url) ? `<a href="${escaped(session.cancel_url)}">${t.back}</a>` : ''}</main></body></html>`
}
