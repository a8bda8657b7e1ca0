import { CopyLink } from '#components/leader/copy-link.tsx'
import { Qr } from '#components/ui/qr.tsx'
import type { LeaderGroup } from '#lib/queries/leader-group.ts'
import { groupUrl } from '#lib/web/addresses.ts'
import { getView } from '../view.ts'

/** The link, to copy, and as a code to print. */
export async function SharePanel({ group }: { group: LeaderGroup }) {
  const { t } = await getView()
  const url = groupUrl(group.slug)
  return (
    <section className="panel panel--pad sharepanel" aria-labelledby="share" id="share-panel">
      <h2 id="share">{t('share.title')}</h2>
      {group.state === 'draft' ? (
        <p className="small muted">{t('share.draft')}</p>
      ) : (
        <>
          <p className="small muted">{t('share.hint')}</p>
          <label className="field">
            <span className="field__label">{t('share.link')}</span>
            <input className="input num" readOnly value={url} />
          </label>
          <p className="sharepanel__row">
            <CopyLink url={url} label={t('share.copy')} copied={t('share.copied')} className="btn btn--soft" />
            <a className="btn btn--quiet" href={`/g/${group.slug}`}>
              {t('share.see')}
            </a>
          </p>
          <div className="qr sharepanel__qr">
            <Qr text={url} label={t('share.qr')} />
          </div>
        </>
      )}
    </section>
  )
}
