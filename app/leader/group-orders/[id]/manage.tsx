import type { ReactNode } from 'react'
import { TextArea, TextField } from '#components/ui/fields.tsx'
import { Fold, Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon, type IconName } from '#components/ui/icon.tsx'
import { zonedLocal } from '#lib/domain/time.ts'
import type { LeaderGroup } from '#lib/queries/leader-group.ts'
import type { FormAction } from '#lib/web/form-state.ts'
import { answer, cancel, closeEarly, extend, move, publish } from '../../actions.ts'
import { getView, type View } from '../../view.ts'

type ActProps = {
  view: View
  id: string
  icon: IconName
  title: string
  action: FormAction
  children: ReactNode
  danger?: boolean
}

/** Something with consequences: opened first, confirmed inside. Needs no script. */
const Act = ({ view: { tc }, id, icon, title, action, children, danger }: ActProps) => (
  <Form action={action} lost={tc('lost')} stale={tc('stale')}>
    <Fold
      look={`act ${danger ? 'act--danger' : ''}`}
      summary={
        <>
          <Icon name={icon} />
          {title}
        </>
      }
      summaryLook=""
      className="act__in"
    >
      <input type="hidden" name="groupOrderId" value={id} />
      {children}
      <FormMessage />
    </Fold>
  </Form>
)

/** Opens a draft as it stands. */
export async function PublishForm({ group }: { group: LeaderGroup }) {
  const { t, tc } = await getView()
  return (
    <Form action={publish} lost={tc('lost')} stale={tc('stale')} className="grid gap-2">
      <input type="hidden" name="groupOrderId" value={group.id} />
      <Submit busy={t('group.publishing')}>{t('group.publish')}</Submit>
      <FormMessage />
    </Form>
  )
}

/** Closing, extending, moving, cancelling: each says whom it tells and asks once more. */
export async function Manage({ group }: { group: LeaderGroup }) {
  const view = await getView()
  const { t, f } = view
  const { can, id, timeZone } = group
  const local = (at: Date) => zonedLocal(at, timeZone)
  const zone = f.zone(group.pickupFrom, timeZone)
  if (!can.close && !can.extend && !can.movePickup && !can.cancel) return null
  return (
    <section aria-labelledby="manage">
      <h2 id="manage" className="mb-3">
        {t('group.manage')}
      </h2>
      <div className="acts">
        {can.extend && (
          <Act view={view} id={id} icon="clock" title={t('group.extend')} action={extend}>
            <p className="small muted">{t('group.extendText')}</p>
            <TextField
              name="cutoffAt"
              type="datetime-local"
              label={t('group.newCutoff')}
              hint={zone}
              defaultValue={local(group.cutoffAt)}
              required
            />
            <Submit>{t('group.extendNow')}</Submit>
          </Act>
        )}
        {can.movePickup && (
          <Act view={view} id={id} icon="calendar" title={t('group.move')} action={move}>
            <p className="small muted">{t('group.moveText')}</p>
            <TextField
              name="pickupFrom"
              type="datetime-local"
              label={t('group.pickupFrom')}
              hint={zone}
              defaultValue={local(group.pickupFrom)}
              required
            />
            <TextField
              name="pickupUntil"
              type="datetime-local"
              label={t('group.pickupUntil')}
              hint={zone}
              defaultValue={local(group.pickupUntil)}
              required
            />
            <Submit>{t('group.moveNow')}</Submit>
          </Act>
        )}
        {can.close && (
          <Act view={view} id={id} icon="lock" title={t('group.close')} action={closeEarly}>
            <p className="small muted">{t('group.closeText', { minimum: group.minimumOrders })}</p>
            <Submit busy={t('group.closing')}>{t('group.closeNow')}</Submit>
          </Act>
        )}
        {can.cancel && (
          <Act view={view} id={id} icon="close" title={t('group.cancel')} action={cancel} danger>
            <p className="small muted">{t('group.cancelText')}</p>
            <TextArea name="reason" label={t('group.reason')} maxLength={300} rows={3} required />
            <Submit busy={t('group.cancelling')} className="btn btn--danger">
              {t('group.cancelNow')}
            </Submit>
          </Act>
        )}
      </div>
    </section>
  )
}

/** What neighbours asked, and the leader's answers. */
export async function Questions({ group }: { group: LeaderGroup }) {
  const { t, tc, f } = await getView()
  const waitingFirst = group.questions.toSorted((a, b) => Number(a.answer !== null) - Number(b.answer !== null))
  return (
    <section aria-labelledby="questions-title" id="questions">
      <h2 id="questions-title" className="mb-3">
        {t('questions.title')}
      </h2>
      {waitingFirst.length === 0 ? (
        <p className="muted">{t('questions.none')}</p>
      ) : (
        <ul className="panel panel--pad">
          {waitingFirst.map((question) => (
            <li className="asked" key={question.id}>
              <p>
                <span className="strong">{question.text}</span>{' '}
                <span className="micro muted num">
                  {t('questions.asked', { when: f.when(question.askedAt, group.timeZone) })}
                </span>
              </p>
              {question.answer ? (
                <p className="asked__a">{question.answer}</p>
              ) : (
                <Form action={answer} lost={tc('lost')} stale={tc('stale')} label={question.text}>
                  <input type="hidden" name="groupOrderId" value={group.id} />
                  <input type="hidden" name="questionId" value={question.id} />
                  <TextArea name="text" label={t('questions.answer')} maxLength={1000} rows={2} required />
                  <FormMessage />
                  <p>
                    <Submit busy={t('questions.sending')} className="btn btn--soft">
                      {t('questions.send')}
                    </Submit>
                  </p>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
