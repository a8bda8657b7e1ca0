import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Topbar } from '#components/frame/topbar.tsx'
import { CheckField, TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { NOTICE_KINDS } from '#lib/domain/notices.ts'
import { ownNotices } from '#lib/queries/notices.ts'
import { pageShopper } from '#lib/web/session.ts'
import { ShopTabs } from '../../shop-tabs.tsx'
import { choose } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shop.notices'))('title') }
}

/** What a person is told of, on which way, and when not. */
export default async function Notices() {
  const who = await pageShopper('/me/notices')
  const [t, c, { channels, wanted, quietFrom, quietUntil }] = await Promise.all([
    getTranslations('shop.notices'),
    getTranslations('common'),
    ownNotices(who),
  ])
  return (
    <div className="screen screen--tabs">
      <Topbar back="/me" backLabel={t('back')} title={t('title')} />
      <main>
        <div className="wrap pt-2">
          <h1>{t('title')}</h1>
          <p className="muted mt-1">{t('lead')}</p>
          <Form action={choose} lost={c('lost')} stale={c('stale')} className="stack mt-4" label={t('title')}>
            {channels.map(({ channel, to }) => (
              <fieldset key={channel}>
                <legend className="strong mb-1.5">{t(channel, { to })}</legend>
                <input type="hidden" name="shown" value={channel} />
                <div className="panel px-3.5 py-1">
                  {NOTICE_KINDS.map((kind) => (
                    <CheckField
                      key={kind}
                      name="wanted"
                      value={`${kind} ${channel}`}
                      label={t(`kinds.${kind}`)}
                      defaultChecked={wanted[kind].includes(channel)}
                    />
                  ))}
                </div>
              </fieldset>
            ))}
            <fieldset>
              <legend className="strong mb-1">{t('quiet')}</legend>
              <p className="small muted">{t('quietText')}</p>
              <div className="mt-2 grid grid-cols-2 gap-3">
                <TextField name="quietFrom" label={t('from')} type="time" defaultValue={onClock(quietFrom)} />
                <TextField name="quietUntil" label={t('until')} type="time" defaultValue={onClock(quietUntil)} />
              </div>
            </fieldset>
            <FormMessage />
            <Submit className="btn btn--primary btn--block" busy={c('saving')}>
              {t('save')}
            </Submit>
          </Form>
        </div>
      </main>
      <ShopTabs current="you" />
    </div>
  )
}

const onClock = (minutes: number | null): string =>
  minutes === null
    ? ''
    : `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
