import { getTranslations } from 'next-intl/server'
import { TableRegion } from '#components/ui/table-region.tsx'
import type { ReferenceOperation, Row } from '#lib/web/api/reference.ts'

/** One operation: what it takes, answers and may refuse, and a request to try. */
export async function OperationEntry({ operation }: { operation: ReferenceOperation }) {
  const t = await getTranslations('api.docs')
  const { id, method, path, summary, about, scopes, isOnce, status, query, body, answer, sameAs, refusals, curl } =
    operation
  return (
    <article className="ref__op" aria-labelledby={id}>
      <h3 id={id}>
        {summary}
        <span className="inline">
          <span className={`ref__method ref__method--${method}`}>{method}</span> <code>{path}</code>
        </span>
      </h3>
      {about && <p>{about}</p>}
      <p className="small muted">
        {t('scopesOf')}: {scopes.join(', ')}
        {isOnce && ` · ${t('idempotent')}`}
      </p>
      {query.length > 0 && <Fields title={t('query')} rows={query} of={summary} />}
      {body && <Fields title={t('takes')} rows={body} of={summary} />}
      {sameAs ? (
        <p className="small">
          {t('answers')} {status}: <a href={`#${sameAs.id}`}>{t('sameAs', { operation: sameAs.summary })}</a>
          {sameAs.isList && ` · ${t('asList')}`}
        </p>
      ) : (
        <details>
          <summary className="link">
            {t('answers')} {status}
          </summary>
          <Fields title={`${t('answers')} ${status}`} rows={answer} of={summary} />
        </details>
      )}
      {refusals.length > 0 && (
        <div>
          <p className="small strong">{t('refusals')}</p>
          <p className="ref__codes">
            {refusals.map((code) => (
              <a key={code} href={`#code-${code}`}>
                <code>{code}</code>
              </a>
            ))}
          </p>
        </div>
      )}
      <pre>{curl}</pre>
    </article>
  )
}

async function Fields({ title, rows, of }: { title: string; rows: Row[]; of: string }) {
  const t = await getTranslations('api.docs')
  return (
    <TableRegion label={`${of}: ${title}`}>
      <table className="data">
        <caption className="sr">{`${of}: ${title}`}</caption>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{t('type')}</th>
            <th scope="col">{t('about')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, type, isNeeded, isNullable, about }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                {type} {isNullable && <span className="muted">{t('nullable')}</span>}{' '}
                {isNeeded && <span className="mark">{t('needed')}</span>}
              </td>
              <td>{about}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRegion>
  )
}
