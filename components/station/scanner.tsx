'use client'

import { useEffect, useRef, useState } from 'react'
import { useForm } from '#components/ui/form.tsx'
import { type Detect, openDetector } from './qr-detector.ts'

type Status = 'starting' | 'looking' | 'found' | 'denied' | 'none'
type Props = { texts: Record<Status | 'picture', string> }

const LOOK_EVERY_MS = 160
/** A code that was refused is still in the frame: it is not asked again at once. */
const SAME_AGAIN_MS = 4_000

/** Looks for a QR in the camera's picture and submits the form around with it, as `code`. */
export function Scanner({ texts }: Props) {
  const { pending } = useForm()
  const [status, setStatus] = useState<Status>('starting')
  const video = useRef<HTMLVideoElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const isBusy = useRef(false)
  isBusy.current = pending

  useEffect(() => {
    let isOver = false
    let stream: MediaStream | undefined
    const last = { text: '', at: 0 }

    const take = (text: string) => {
      if (isBusy.current || (text === last.text && Date.now() - last.at < SAME_AGAIN_MS)) return
      Object.assign(last, { text, at: Date.now() })
      if (!input.current) return
      input.current.value = text
      input.current.form?.requestSubmit()
    }
    const look = async (detect: Detect) => {
      while (!isOver) {
        const text =
          video.current && video.current.readyState >= 2
            ? await detect(video.current).catch(() => undefined)
            : undefined
        if (text && !isOver) take(text)
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      }
    }
    const start = async () => {
      if (!navigator.mediaDevices) return setStatus('none')
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
        if (isOver || !video.current) return stop()
        video.current.srcObject = stream
        await video.current.play()
        const detect = await openDetector()
        if (isOver) return
        setStatus('looking')
        await look(detect)
      } catch (error) {
        if (!isOver) setStatus(error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'none')
      }
    }
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    void start()
    return () => {
      isOver = true
      stop()
    }
  }, [])

  const hasFailed = status === 'denied' || status === 'none'
  return (
    <>
      <input ref={input} type="hidden" name="code" />
      {!hasFailed && (
        <div className="camera">
          <video ref={video} muted playsInline aria-label={texts.picture} />
        </div>
      )}
      <p className={hasFailed ? 'notice notice--butter' : 'small muted text-center'} role="status">
        {pending ? texts.found : texts[status]}
      </p>
    </>
  )
}
