'use client'

import type { ReactNode } from 'react'
import { FieldError } from '#components/ui/fields.tsx'
import { useForm } from '#components/ui/form.tsx'
import { StopForecast } from './forecast.tsx'

type Station = { id: string; name: string; detail: string; isChosen: boolean }

/** Which stations serve the group. */
export function StationPicks({ legend, stations }: { legend: string; stations: Station[] }) {
  const { state } = useForm()
  const wasSent = Object.keys(state.values).length > 0
  const sent = state.values.stationIds
  const isOn = ({ id, isChosen }: Station) => {
    if (!wasSent) return isChosen
    return Array.isArray(sent) ? sent.includes(id) : sent === id
  }
  return (
    <fieldset>
      <legend className="field__label">{legend}</legend>
      <div className="og__stations">
        {stations.map((station) => (
          <label className="stationpick" key={station.id}>
            <input
              className="check"
              type="checkbox"
              name="stationIds"
              value={station.id}
              defaultChecked={isOn(station)}
              key={String(isOn(station))}
            />
            <span className="grow">
              <span className="strong">{station.name}</span>
              <span className="micro muted">{station.detail}</span>
              <StopForecast stationId={station.id} />
            </span>
          </label>
        ))}
      </div>
      <FieldError name="stationIds" />
    </fieldset>
  )
}

/** Fields that are seldom needed: folded away, but open when one of them is filled or wrong. */
export function MoreFields({
  summary,
  fields,
  isFilled,
  children,
}: {
  summary: string
  fields: string[]
  isFilled: boolean
  children: ReactNode
}) {
  const { state } = useForm()
  return (
    <details className="og__more" open={isFilled || fields.some((field) => state.errors[field] || state.values[field])}>
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  )
}
