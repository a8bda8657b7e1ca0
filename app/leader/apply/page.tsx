import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Choice, FieldError, TextArea, TextField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { AWNINGS } from '#lib/domain/catalogue.ts'
import { leaderApplication } from '#lib/queries/leader-application.ts'
import { asText } from '#lib/web/format.ts'
import { pageShopper } from '#lib/web/session.ts'
import { LeaderFrame } from '../parts/frame.tsx'
import { apply } from './actions.ts'

type Application = NonNullable<Awaited<ReturnType<typeof leaderApplication>>>

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('leader.apply')
  return { title: t('title') }
}

/** Where a shopper asks to lead, and learns what became of it. */
export default async function Apply() {
  const who = await pageShopper('/leader/apply')
  const [t, application] = await Promise.all([getTranslations('leader.apply'), leaderApplication(who)])
  const state = application?.state
  return (
    <LeaderFrame isGuest={state !== 'approved'}>
      <main className="lpage">
        <h1>{t('title')}</h1>
        {application && <Standing application={application} />}
        {!application && <p className="muted">{t('intro')}</p>}
        {(!state || state === 'refused') && <ApplicationForm application={application} send={t('send')} />}
        {state === 'applied' && (
          <details className="og__more">
            <summary>{t('correct')}</summary>
            <div>
              <ApplicationForm application={application} send={t('resend')} />
            </div>
          </details>
        )}
      </main>
    </LeaderFrame>
  )
}

async function Standing({ application }: { application: Application }) {
  const t = await getTranslations('leader.apply')
  const reason = application.reason ?? t('noReason')
  if (application.state === 'applied') {
    return (
      <Notice tone="butter" icon="clock" role="status">
        {t('applied')}
      </Notice>
    )
  }
  if (application.state === 'approved') {
    return (
      <>
        <Notice tone="leaf" icon="check">
          {t('approved')}
        </Notice>
        <p>
          <a className="btn btn--primary" href="/leader">
            {t('toDesk')}
          </a>
        </p>
      </>
    )
  }
  const isRefused = application.state === 'refused'
  return (
    <Notice tone="tomato" icon="alert">
      <p className="strong">{isRefused ? t('refused', { reason }) : t('suspended', { reason })}</p>
      <p>{isRefused ? t('again') : t('suspendedText')}</p>
    </Notice>
  )
}

/** One text of a bilingual field. */
function textOf(json: unknown, locale: 'en' | 'zh-CN'): string {
  const text = asText(json)
  return typeof text === 'string' ? text : (text[locale] ?? '')
}

async function ApplicationForm({ application, send }: { application: Application | null; send: string }) {
  const [t, tc] = await Promise.all([getTranslations('leader.apply'), getTranslations('common')])
  return (
    <Form action={apply} lost={tc('lost')} stale={tc('stale')}>
      <fieldset className="og__two">
        <legend className="strong mb-2">{t('name')}</legend>
        <TextField
          name="name.en"
          label={t('nameEn')}
          hint={t('nameHint')}
          maxLength={60}
          defaultValue={textOf(application?.name, 'en')}
        />
        <TextField
          name="name.zh-CN"
          label={t('nameZh')}
          maxLength={60}
          lang="zh-CN"
          defaultValue={textOf(application?.name, 'zh-CN')}
        />
      </fieldset>
      <fieldset className="og__two">
        <legend className="strong mb-2">{t('community')}</legend>
        <TextField
          name="community.en"
          label={t('communityEn')}
          hint={t('communityHint')}
          maxLength={60}
          defaultValue={textOf(application?.community, 'en')}
        />
        <TextField
          name="community.zh-CN"
          label={t('communityZh')}
          maxLength={60}
          lang="zh-CN"
          defaultValue={textOf(application?.community, 'zh-CN')}
        />
      </fieldset>
      <TextArea
        name="about"
        label={t('about')}
        hint={t('aboutHint')}
        maxLength={1000}
        rows={4}
        defaultValue={application?.about ?? ''}
      />
      <fieldset>
        <legend className="strong mb-2">{t('awning')}</legend>
        <div className="awnings">
          {AWNINGS.map((awning) => (
            <Choice
              key={awning}
              name="awning"
              value={awning}
              defaultChecked={awning === (application?.awning ?? 'leaf')}
              title={t(`awnings.${awning}`)}
              aside={<span className={`awning awning--${awning}`} aria-hidden="true" />}
            />
          ))}
        </div>
        <FieldError name="awning" />
      </fieldset>
      <FormMessage />
      <p>
        <Submit busy={t('sending')} className="btn btn--primary btn--lg">
          {send}
        </Submit>
      </p>
    </Form>
  )
}
