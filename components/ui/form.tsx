'use client'

import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation'
import {
  createContext,
  type ReactNode,
  useActionState,
  useContext,
  useEffect,
  useRef,
  useState,
  useTransition,
} from 'react'
import { type FormAction, type FormState, IDLE } from '#lib/web/form-state.ts'

const FormContext = createContext<{ state: FormState; pending: boolean }>({ state: IDLE, pending: false })

/** The state of the form around, for fields and buttons. */
export const useForm = () => useContext(FormContext)

type Props = {
  action: FormAction
  children: ReactNode
  /** Shown when the connection or the server failed before an answer came; what was typed stays. */
  lost: string
  /** Shown when the page is older than the server. */
  stale: string
  className?: string
  /** Empty the fields after success. */
  clears?: boolean
  id?: string
  label?: string
}

/**
 * A form on a server action. Without JavaScript the browser posts it and the page comes back with errors and values;
 * with it the same action runs in place, the fields stay as typed, and a lost connection is told, never hidden.
 */
export function Form({ action, children, lost, stale, className, clears, id, label }: Props) {
  const [posted, dispatch] = useActionState(action, IDLE)
  const [answered, setAnswered] = useState<FormState>()
  const [pending, startTransition] = useTransition()
  const form = useRef<HTMLFormElement>(null)
  const state = answered ?? posted

  useEffect(() => {
    if (state.status === 'error') form.current?.querySelector<HTMLElement>('[aria-invalid=true], [role=alert]')?.focus()
  }, [state])

  return (
    <form
      ref={form}
      id={id}
      aria-label={label}
      className={className}
      action={dispatch}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (pending) return
        const submitter = (event.nativeEvent as SubmitEvent).submitter
        const data = new FormData(event.currentTarget, submitter)
        startTransition(async () => {
          const next = await attempt(action, data, lost, stale)
          setAnswered(next)
          if (clears && next.status === 'done') form.current?.reset()
        })
      }}
    >
      <FormContext value={{ state, pending }}>{children}</FormContext>
    </form>
  )
}

/** Runs the action; no answer becomes a message instead of a broken page. */
async function attempt(action: FormAction, data: FormData, lost: string, stale: string): Promise<FormState> {
  try {
    return (await action(IDLE, data)) ?? IDLE
  } catch (error) {
    unstable_rethrow(error)
    return {
      status: 'error',
      message: unstable_isUnrecognizedActionError(error) ? stale : lost,
      errors: {},
      values: {},
    }
  }
}

type FoldProps = {
  summary: ReactNode
  /** Of what is folded away. */
  className?: string
  children: ReactNode
  /** Of the whole. */
  look?: string
  /** Of the summary. */
  summaryLook?: string
}

/**
 * A form folded away until it is wanted: goes inside the form, so that what was answered is seen when the page comes back
 * without JavaScript.
 */
export function Fold({
  summary,
  className = 'stack mt-3',
  children,
  look,
  summaryLook = 'link cursor-pointer',
}: FoldProps) {
  const { state } = useForm()
  return (
    <details className={look} open={state.status !== 'idle'}>
      <summary className={summaryLook}>{summary}</summary>
      <div className={className}>{children}</div>
    </details>
  )
}

/** The sentence about the whole form. */
export function FormMessage() {
  const { state } = useForm()
  if (!state.message) return null
  return (
    <p
      className={`notice ${state.status === 'error' ? 'notice--tomato' : 'notice--leaf'}`}
      role={state.status === 'error' ? 'alert' : 'status'}
      tabIndex={-1}
    >
      <span>{state.message}</span>
    </p>
  )
}

type SubmitProps = {
  children: ReactNode
  busy?: string
  className?: string
  name?: string
  value?: string
  label?: string
  disabled?: boolean
}

/** A submit button that tells it is working and keeps its width. */
export function Submit({ children, busy, className = 'btn btn--primary', name, value, label, disabled }: SubmitProps) {
  const { pending } = useForm()
  return (
    <button
      type="submit"
      className={className}
      name={name}
      value={value}
      aria-label={label}
      aria-busy={pending || undefined}
      disabled={disabled}
    >
      {pending ? (
        <>
          <span className="spin" aria-hidden="true" />
          {busy ?? children}
        </>
      ) : (
        children
      )}
    </button>
  )
}
