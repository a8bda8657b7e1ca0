import { getTranslations } from 'next-intl/server'
import { setLanguage, signOut } from '#app/actions.ts'
import { LanguageSwitch } from '#components/frame/language-switch.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { currentLocale } from '#lib/web/format.ts'

/** What a keeper seldom needs, behind one button that works without script. */
export async function StationMenu({ stationId, several }: { stationId?: string; several?: boolean }) {
  const t = await getTranslations('station.board')
  const common = await getTranslations('common')
  return (
    <details className="station-menu">
      <summary className="iconbtn" aria-label={t('menu')}>
        <Icon name="menu" size={24} />
      </summary>
      <div className="panel station-menu__list">
        {stationId && <a href={`/station/${stationId}/till`}>{t('till')}</a>}
        {stationId && <a href={`/station/${stationId}/earnings`}>{t('earnings')}</a>}
        {several && <a href="/station">{t('otherStations')}</a>}
        <a href="/">{t('shop')}</a>
        <LanguageSwitch locale={await currentLocale()} action={setLanguage} />
        <form action={signOut}>
          <button type="submit">{common('signOut')}</button>
        </form>
      </div>
    </details>
  )
}
