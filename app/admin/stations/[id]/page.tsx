import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import NotAllowed from '#app/not-allowed.tsx'
import NotHere from '#app/not-here.tsx'
import { CheckField, SelectField, TextField } from '#components/ui/fields.tsx'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { plainAmount } from '#lib/domain/money.ts'
import { SHELF_COLOURS } from '#lib/domain/shelf-label.ts'
import { env } from '#lib/infra/env.ts'
import { adminStation } from '#lib/queries/admin-stations.ts'
import { getFormats } from '#lib/web/format.ts'
import { pageAdmin } from '#lib/web/session.ts'
import { setStatus } from '#lib/web/status.ts'
import { AdminForm } from '../../admin-form.tsx'
import { BothLanguages } from '../../both-languages.tsx'
import { AdminFrame } from '../../frame.tsx'
import { one, type Query } from '../../query.ts'
import { add, remove, save } from '../actions.ts'
import { KeeperPay } from './keeper-pay.tsx'

type Props = { params: Promise<{ id: string }>; searchParams: Query }
type Station = NonNullable<Awaited<ReturnType<typeof adminStation>>>

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('stations.one') }
}

export default async function StationPage({ params, searchParams }: Props) {
  const { id } = await params
  const who = await pageAdmin(`/admin/stations/${id}`, 'people')
  if (!who) return <NotAllowed />
  const isNew = id === 'new'
  const station = isNew ? undefined : await adminStation(who, id)
  if (!isNew && !station) {
    setStatus(404)
    return <NotHere />
  }
  const [t, common, f, query] = await Promise.all([
    getTranslations('admin.stations'),
    getTranslations('common'),
    getFormats(),
    searchParams,
  ])
  return (
    <AdminFrame
      section="stations"
      title={station ? f.text(station.name) : t('new')}
      back={{ href: '/admin/stations', label: t('title') }}
    >
      {one(query.saved) && (
        <Notice tone="leaf" icon="check" role="status">
          {common('saved')}
        </Notice>
      )}
      <div className="split">
        <StationForm station={station} />
        {station && (
          <div className="split__side stack">
            <Keepers station={station} />
            <KeeperPay userId={who.userId} station={station} />
          </div>
        )}
      </div>
    </AdminFrame>
  )
}

async function StationForm({ station }: { station: Station | undefined }) {
  const [t, common] = await Promise.all([getTranslations('admin.stations'), getTranslations('common')])
  return (
    <AdminForm action={save} className="sheetform grow" label={t('one')}>
      {station && <input type="hidden" name="stationId" value={station.id} />}
      <div className="panel panel--pad">
        <BothLanguages name="name" label={t('name')} value={station?.name} maxLength={80} />
        <BothLanguages name="address" label={t('address')} value={station?.address} maxLength={160} />
        <BothLanguages name="hours" label={t('hours')} hint={t('hoursHint')} value={station?.hours} maxLength={160} />
        <BothLanguages
          name="note"
          label={t('note')}
          hint={t('noteHint')}
          value={station?.note}
          long
          rows={2}
          maxLength={300}
        />
        <div className="pair pair--three">
          <TextField
            name="capacity"
            label={t('capacity')}
            hint={t('capacityHint')}
            inputMode="numeric"
            defaultValue={station?.capacity?.toString() ?? ''}
          />
          <TextField
            name="stopCost"
            label={t('stopCost')}
            hint={t('stopCostHint')}
            inputMode="decimal"
            autoComplete="off"
            maxLength={12}
            defaultValue={plainAmount(station?.stopCostMinor ?? 0, env.CURRENCY)}
          />
          <TextField
            name="timeZone"
            label={t('timeZone')}
            hint={t('timeZoneHint')}
            list="zones"
            autoComplete="off"
            defaultValue={station?.timeZone ?? env.TIME_ZONE}
          />
          <SelectField
            name="door"
            label={t('door')}
            defaultValue={station?.door ?? 'blue'}
            options={SHELF_COLOURS.map((value) => ({ value, label: common(`shelf.colours.${value}`) }))}
          />
        </div>
        <datalist id="zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </div>
      <div className="sheetform__foot">
        <CheckField name="active" label={t('active')} defaultChecked={station?.active ?? true} />
        <FormMessage />
        <Submit busy={common('saving')}>{common('save')}</Submit>
      </div>
    </AdminForm>
  )
}

async function Keepers({ station }: { station: Station }) {
  const t = await getTranslations('admin.stations')
  return (
    <section className="panel panel--pad" aria-label={t('keepers')}>
      <h2>{t('keepers')}</h2>
      {station.keepers.length === 0 && <p className="small muted">{t('noKeepers')}</p>}
      <ul className="plain">
        {station.keepers.map((keeper) => (
          <li key={keeper.userId} className="between">
            <span>
              {keeper.name} <span className="small muted">{keeper.contact}</span>
            </span>
            <AdminForm action={remove}>
              <input type="hidden" name="stationId" value={station.id} />
              <input type="hidden" name="userId" value={keeper.userId} />
              <Submit className="btn btn--danger btn--sm" label={t('removeOf', { contact: keeper.contact })}>
                {t('remove')}
              </Submit>
              <FormMessage />
            </AdminForm>
          </li>
        ))}
      </ul>
      <AdminForm action={add} className="stack" label={t('addKeeper')}>
        <input type="hidden" name="stationId" value={station.id} />
        <TextField
          name="contact"
          label={t('keeperContact')}
          hint={t('keeperHint')}
          maxLength={254}
          autoComplete="off"
        />
        <FormMessage />
        <Submit className="btn btn--quiet">{t('addKeeper')}</Submit>
      </AdminForm>
    </section>
  )
}
