import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import { Topbar } from '#components/frame/topbar.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { allClaims, type ClaimSummary, claimsOfLeader } from '#lib/queries/claims.ts'
import { adminGate, leaderGate } from '#lib/queries/gates.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageShopper } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { ClaimMark } from './claim-mark.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('claims'))('title') }
}

/** What is to be decided: by the office everything, by a leader what is of their own group orders. */
export default async function ClaimsPage() {
  const { userId } = await pageShopper('/claims')
  const [office, leader] = await Promise.all([adminGate(userId, 'money'), leaderGate(userId)])
  if (!office && !leader) {
    setStatus(403)
    return <NotAllowed />
  }
  const claims = office ? await allClaims(office) : leader ? await claimsOfLeader(leader) : []
  const [t, c] = await Promise.all([getTranslations('claims'), getTranslations('common')])
  return (
    <div className="screen">
      <Topbar back={office ? '/admin' : '/leader'} backLabel={c('back')} title={t('title')} />
      <main className="wrap pt-1">
        <h1>{t('title')}</h1>
        {claims.length === 0 ? <Empty>{t('none')}</Empty> : <ClaimList claims={claims} />}
      </main>
    </div>
  )
}

async function ClaimList({ claims }: { claims: ClaimSummary[] }) {
  const [t, f] = await Promise.all([getTranslations('claims'), getFormats()])
  return (
    <ul className="panel mt-3 px-3.5 py-1">
      {claims.map((claim) => (
        <li className="line" key={claim.id}>
          <a className="row grow min-h-11 text-ink no-underline" href={`/claims/${claim.id}`}>
            <span className="grow">
              <span className="strong block">{t('ofOrder', { number: claim.number, group: f.text(claim.group) })}</span>
              <span className="small muted num">
                {f.when(claim.state === 'open' ? claim.dueAt : claim.filedAt, claim.timeZone)} ·{' '}
                {f.money(claim.state === 'granted' ? claim.grantedMinor : claim.claimedMinor, claim.currency)}
              </span>
            </span>
            <ClaimMark claim={claim} />
          </a>
        </li>
      ))}
    </ul>
  )
}
