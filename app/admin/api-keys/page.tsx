import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { ShownKey } from '#components/admin/shown-key.tsx'
import { CheckField, FieldError, SelectField, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { ALL_SCOPES, API_SCOPES } from '#lib/domain/api-scopes.ts'
import { env } from '#lib/infra/env.ts'
import { type ApiKeyView, apiKeys, leadersForKeys } from '#lib/queries/api-keys.ts'
import { MAX_KEY_NAME } from '#lib/usecases/api-key/create.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { AdminForm } from '../admin-form.tsx'
import { AdminFrame } from '../frame.tsx'
import { make, revoke } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('api.keys'))('title') }
}

/** The programs that may use /api/v1: what each may do, when it last did, and the way to end it. */
export default async function ApiKeysPage() {
  const who = await pageAdmin('/admin/api-keys', 'people')
  if (!who) return <NotAllowed />
  const [t, f, keys, leaders] = await Promise.all([
    getTranslations('api.keys'),
    getFormats(),
    apiKeys(who),
    leadersForKeys(who),
  ])
  return (
    <AdminFrame
      section="apiKeys"
      title={t('title')}
      aside={t('about')}
      tools={
        <a className="btn btn--quiet btn--sm" href="/api/docs">
          {t('reference')}
        </a>
      }
    >
      <div className="split">
        <div className="grow">{keys.length === 0 ? <p className="notice">{t('none')}</p> : <Keys keys={keys} />}</div>
        <section className="panel panel--pad split__side" aria-label={t('newTitle')}>
          <h2>{t('newTitle')}</h2>
          <AdminForm action={make} className="stack" label={t('newTitle')} clears>
            <TextField name="name" label={t('name')} hint={t('nameHint')} maxLength={MAX_KEY_NAME} autoComplete="off" />
            <fieldset>
              <legend className="field__label">{t('scopesLabel')}</legend>
              {[...API_SCOPES, ALL_SCOPES].map((scope) => (
                <CheckField key={scope} name="scopes" value={scope} label={t(`scope.${scope as 'read'}`)} />
              ))}
              <FieldError name="scopes" />
            </fieldset>
            <SelectField
              name="leaderId"
              label={t('leader')}
              options={[
                { value: '', label: t('anyLeader') },
                ...leaders.map(({ id, name }) => ({ value: id, label: f.text(name) })),
              ]}
            />
            <ShownKey shown={t('shown')} copy={t('copy')} copied={t('copied')} />
            <Submit>{t('make')}</Submit>
          </AdminForm>
        </section>
      </div>
    </AdminFrame>
  )
}

async function Keys({ keys }: { keys: ApiKeyView[] }) {
  const t = await getTranslations('api.keys')
  return (
    <TableRegion label={t('table')}>
      <table className="data data--tall">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('scopes')}</th>
            <th scope="col">{t('made')}</th>
            <th scope="col">{t('lastUsed')}</th>
            <th scope="col">
              <span className="sr">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <Key key={key.id} apiKey={key} />
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}

async function Key({ apiKey }: { apiKey: ApiKeyView }) {
  const [t, f] = await Promise.all([getTranslations('api.keys'), getFormats()])
  const { id, name, scopes, leader, createdAt, lastUsedAt, revokedAt } = apiKey
  const when = (at: Date) => f.when(at, env.TIME_ZONE)
  return (
    <tr>
      <th scope="row">
        {name} {leader && <span className="faint light">{t('boundTo', { leader: f.text(leader) })}</span>}
      </th>
      <td>
        {scopes.map((scope) => (
          <span key={scope} className="mark mark--leaf">
            {scope}
          </span>
        ))}
      </td>
      <td>{when(createdAt)}</td>
      <td>{lastUsedAt ? when(lastUsedAt) : t('never')}</td>
      <td className="n">
        {revokedAt ? (
          <span className="mark mark--tomato">{t('revoked', { time: when(revokedAt) })}</span>
        ) : (
          <AdminForm action={revoke}>
            <input type="hidden" name="apiKeyId" value={id} />
            <Submit className="btn btn--sm btn--danger" label={t('revokeOf', { name })}>
              {t('revoke')}
            </Submit>
            <FormMessage />
          </AdminForm>
        )}
      </td>
    </tr>
  )
}
