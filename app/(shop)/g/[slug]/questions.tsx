import { getTranslations } from 'next-intl/server'
import { SignedIn } from '#components/group-order/own.tsx'
import { TextArea } from '#components/ui/fields.tsx'
import { Fold, Form, FormMessage, Submit } from '#components/ui/form.tsx'
import type { GroupView } from '#lib/queries/group-page.ts'
import { getFormats } from '#lib/web/format.ts'
import { ask } from './actions.ts'

/** What neighbours asked and the leader answered; asking needs a signed-in person, so that the answer finds them. */
export async function Questions({ group }: { group: GroupView }) {
  const t = await getTranslations('shop.group')
  const c = await getTranslations('common')
  const f = await getFormats()
  const leader = f.text(group.leader.name)
  return (
    <section className="section" id="ask" aria-labelledby="questions">
      <h2 id="questions" className="mb-2">
        {t('questions')}
      </h2>
      {group.questions.length > 0 && (
        <dl className="stack mb-4">
          {group.questions.map((question) => (
            <div key={question.id}>
              <dt className="strong">{question.text}</dt>
              <dd className="muted">{question.answer}</dd>
            </div>
          ))}
        </dl>
      )}
      <SignedIn
        otherwise={
          <a className="link" href={`/sign-in?next=${encodeURIComponent(`/g/${group.slug}#ask`)}`}>
            {t('signInToAsk', { leader })}
          </a>
        }
      >
        <Form action={ask} lost={c('lost')} stale={c('stale')} clears>
          <Fold summary={t('ask', { leader })}>
            <input type="hidden" name="groupOrderId" value={group.id} />
            <TextArea name="text" label={t('askLabel')} hint={t('askHint')} maxLength={500} />
            <FormMessage />
            <Submit className="btn btn--soft">{t('askSend')}</Submit>
          </Fold>
        </Form>
      </SignedIn>
    </section>
  )
}
