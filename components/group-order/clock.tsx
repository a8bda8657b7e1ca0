'use client'

import { Fragment, useEffect, useRef, useState } from 'react'
import { useGroup } from './live-group.tsx'

const URGENT_MS = 3 * 3_600_000
/** A crowd that waits for the same instant comes spread over this time. */
const AFTER_MS = 2_500

type Props = {
  /** The instant counted down to, ms since 1970. */
  until: number
  labels: { title: string; over: string; d: string; h: string; m: string; s: string }
  when: string
  zone: string
}

/**
 * Counts down to the cutoff by the server's clock: what the phone believes cancels out. Without JavaScript it shows the
 * time left when the page was made; the absolute time stands beside it.
 */
export function Clock({ until, labels, when, zone }: Props) {
  const { facts, serverNow, refreshWithin } = useGroup()
  const [left, setLeft] = useState(until - facts.at)
  const isTimerDue = useRef(until > facts.at)
  useEffect(() => {
    const tick = () => {
      const rest = until - serverNow()
      setLeft(rest)
      if (rest > 0) isTimerDue.current = true
      // the page tells what now holds: closed, or open at last
      if (rest <= 0 && isTimerDue.current) {
        isTimerDue.current = false
        refreshWithin(AFTER_MS)
      }
    }
    tick()
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [until, serverNow, refreshWithin])

  const seconds = Math.max(0, Math.floor(left / 1_000))
  const days = Math.floor(seconds / 86_400)
  const pad = (value: number) => String(value).padStart(2, '0')
  const parts = [
    ...(days > 0 ? [[String(days), labels.d]] : []),
    [pad(Math.floor(seconds / 3_600) % 24), labels.h],
    [pad(Math.floor(seconds / 60) % 60), labels.m],
    ...(days > 0 ? [] : [[pad(seconds % 60), labels.s]]),
  ]
  return (
    <div className={`clock ${left > 0 && left < URGENT_MS ? 'clock--urgent' : ''}`}>
      <div>
        <p className="micro strong mb-[3px]">{left > 0 ? labels.title : labels.over}</p>
        <p className="clock__digits" role="timer" aria-live="off" suppressHydrationWarning>
          {parts.map(([value, unit]) => (
            <Fragment key={unit}>
              {value}
              <small>{unit}</small>
            </Fragment>
          ))}
        </p>
      </div>
      <p className="clock__when">
        <b>{when}</b>
        <br />
        {zone}
      </p>
    </div>
  )
}
