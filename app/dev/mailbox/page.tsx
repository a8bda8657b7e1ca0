import { getTranslations } from 'next-intl/server'
import NotHere from '#app/not-here.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { env } from '#lib/infra/env.ts'
import { demoMailbox } from '#lib/queries/person.ts'
import { getFormats } from '#lib/web/format.ts'
import { firstOf } from '#lib/web/local-path.ts'
import { setStatus } from '#lib/web/status.ts'

/** What would have been mailed or texted. Demo mode only: elsewhere this page does not exist. */
export default async function Mailbox({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  if (!env.DEMO) {
    setStatus(404)
    return <NotHere />
  }
  const t = await getTranslations('shop.mailbox')
  const f = await getFormats()
  const messages = await demoMailbox(firstOf((await searchParams).to))
  return (
    <main className="screen wrap pb-10 pt-6">
      <title>{t('title')}</title>
      <h1>{t('title')}</h1>
      <p className="muted mt-1">{t('lead')}</p>
      {messages.length === 0 && <Empty>{t('none')}</Empty>}
      <ol className="mt-5 grid grid-cols-1 gap-3">
        {messages.map((message) => (
          <li className="panel panel--pad" key={message.id} lang={message.locale}>
            <p className="small muted">
              {t('to', { to: message.to })} · {f.when(message.createdAt, env.TIME_ZONE)}
            </p>
            <h2 className="mt-1">{message.subject}</h2>
            <p className="mt-2 whitespace-pre-line break-words">{message.text}</p>
            {message.files.length > 0 && (
              <ul className="plain mt-2">
                {message.files.map((name) => (
                  <li key={name}>
                    <a className="inline" href={`/dev/mailbox/${message.id}/${name}`}>
                      <Icon name="download" size={16} />
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </main>
  )
}
