import { getTranslations } from 'next-intl/server'
import { useId } from 'react'
import type { LocalText } from '#lib/domain/text.ts'
import type { ReplayChoices } from '#lib/queries/replay.ts'
import { getFormats } from '#lib/web/format.ts'
import { WEEKS } from '../margins/cut.ts'
import { type Asked, EARLIER } from './change.ts'

type Props = {
  choices: ReplayChoices
  leaderId: string
  weeks: number
  asked: Asked
  faults: (keyof Asked)[]
}

/** What to play and what to change: an address, so that it can be sent to a colleague. */
export async function ReplayForm({ choices, leaderId, weeks, asked, faults }: Props) {
  const [t, f] = await Promise.all([getTranslations('admin.replay'), getFormats()])
  const named = (rows: { id: string; name: LocalText }[]) => rows.map(({ id, name }) => [id, f.text(name)] as const)
  const hours = (minutes: number) => (minutes < 60 ? t('minutes', { minutes }) : t('hours', { hours: minutes / 60 }))
  const typed = (name: keyof Asked) => ({
    name,
    value: asked[name],
    fault: faults.includes(name) ? t('bad') : undefined,
  })
  return (
    <form method="get" className="panel panel--pad sheetform mt-2" aria-label={t('title')}>
      <div className="pair">
        <Pick
          name="leader"
          label={t('leader')}
          value={leaderId}
          options={[['', t('anyLeader')], ...named(choices.leaders)]}
        />
        <Pick
          name="weeks"
          label={t('period')}
          value={String(weeks)}
          options={WEEKS.map((each) => [String(each), t('weeks', { weeks: each })])}
        />
        <Typed {...typed('commission')} label={t('commission')} />
        <Pick
          name="earlier"
          label={t('earlier')}
          value={asked.earlier}
          options={EARLIER.map((each) => [String(each), each === 0 ? t('same') : hours(each)])}
        />
        <Pick
          name="without"
          label={t('without')}
          value={asked.without}
          options={[['', t('all')], ...named(choices.stations)]}
        />
        <Pick
          name="product"
          label={t('tiersOf')}
          value={asked.product}
          options={[['', t('asTheyWere')], ...named(choices.products)]}
        />
        <Typed {...typed('from1')} label={t('from', { row: 1 })} />
        <Typed {...typed('price1')} label={t('price', { row: 1 })} />
        <Typed {...typed('from2')} label={t('from', { row: 2 })} />
        <Typed {...typed('price2')} label={t('price', { row: 2 })} />
      </div>
      <div>
        <button type="submit" className="btn btn--primary">
          {t('play')}
        </button>
      </div>
    </form>
  )
}

type PickProps = { name: string; label: string; value: string; options: (readonly [value: string, label: string])[] }

function Pick({ name, label, value, options }: PickProps) {
  const id = useId()
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <select className="input" id={id} name={name} defaultValue={value}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

function Typed({
  name,
  label,
  value,
  fault,
}: {
  name: string
  label: string
  value: string
  fault?: string | undefined
}) {
  const id = useId()
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <input
        className="input num"
        id={id}
        name={name}
        defaultValue={value}
        inputMode="decimal"
        autoComplete="off"
        maxLength={10}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-note` : undefined}
      />
      {fault && (
        <span className="field__err" id={`${id}-note`}>
          {fault}
        </span>
      )}
    </div>
  )
}
