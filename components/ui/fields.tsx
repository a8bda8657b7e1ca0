'use client'

import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from 'react'
import { useForm } from './form.tsx'

type Shared = { name: string; label: ReactNode; hint?: ReactNode; className?: string }

/** What a field shows: the value typed before, its error, and the ids that tie them together. */
function useField(name: string, defaultValue?: string) {
  const { state } = useForm()
  const id = useId()
  const typed = state.values[name]
  const error = state.errors[name]
  return { id, error, value: (Array.isArray(typed) ? typed[0] : typed) ?? defaultValue, describedBy: `${id}-note` }
}

function Note({ id, error, hint }: { id: string; error?: string; hint?: ReactNode }) {
  if (error)
    return (
      <span className="field__err" id={id}>
        <svg className="i i--16" viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="12" cy="12" r="10" />
          <path d="M12 8v4M12 16h.01" />
        </svg>
        {error}
      </span>
    )
  return hint ? (
    <span className="field__hint block" id={id}>
      {hint}
    </span>
  ) : null
}

type TextProps = Shared & Omit<InputHTMLAttributes<HTMLInputElement>, 'name' | 'className'>

/** One line of text with its label, hint and error. */
export function TextField({ name, label, hint, className, defaultValue, ...rest }: TextProps) {
  const field = useField(name, defaultValue === undefined ? undefined : String(defaultValue))
  return (
    <div className={`field ${className ?? ''}`}>
      <label className="field__label" htmlFor={field.id}>
        {label}
      </label>
      <input
        {...rest}
        className="input"
        id={field.id}
        name={name}
        defaultValue={field.value}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={field.error || hint ? field.describedBy : undefined}
      />
      <Note id={field.describedBy} error={field.error} hint={hint} />
    </div>
  )
}

type AreaProps = Shared & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'name' | 'className'>

export function TextArea({ name, label, hint, className, defaultValue, ...rest }: AreaProps) {
  const field = useField(name, defaultValue === undefined ? undefined : String(defaultValue))
  return (
    <div className={`field ${className ?? ''}`}>
      <label className="field__label" htmlFor={field.id}>
        {label}
      </label>
      <textarea
        {...rest}
        className="input"
        id={field.id}
        name={name}
        defaultValue={field.value}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={field.error || hint ? field.describedBy : undefined}
      />
      <Note id={field.describedBy} error={field.error} hint={hint} />
    </div>
  )
}

type SelectProps = Shared & { options: { value: string; label: string }[]; defaultValue?: string; required?: boolean }

export function SelectField({ name, label, hint, className, options, defaultValue, required }: SelectProps) {
  const field = useField(name, defaultValue)
  return (
    <div className={`field ${className ?? ''}`}>
      <label className="field__label" htmlFor={field.id}>
        {label}
      </label>
      <select
        className="input"
        // a select forgets its default value after a post without this key
        key={field.value}
        id={field.id}
        name={name}
        defaultValue={field.value}
        required={required}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={field.error || hint ? field.describedBy : undefined}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Note id={field.describedBy} error={field.error} hint={hint} />
    </div>
  )
}

type CheckProps = { name: string; label: ReactNode; value?: string; defaultChecked?: boolean; className?: string }

export function CheckField({ name, label, value = 'on', defaultChecked, className }: CheckProps) {
  const { state } = useForm()
  const id = useId()
  const typed = state.values[name]
  // once something was posted, a box that is not in it was empty
  const checked =
    Object.keys(state.values).length === 0
      ? defaultChecked
      : Array.isArray(typed)
        ? typed.includes(value)
        : typed === value
  return (
    <div className={`flex min-h-11 items-center gap-2 ${className ?? ''}`}>
      <input
        className="check"
        type="checkbox"
        id={id}
        name={name}
        value={value}
        defaultChecked={checked}
        key={String(checked)}
      />
      <label htmlFor={id} className="py-2.5">
        {label}
      </label>
    </div>
  )
}

type ChoiceProps = {
  name: string
  value: string
  defaultChecked?: boolean
  title: ReactNode
  detail?: ReactNode
  aside?: ReactNode
  disabled?: boolean
}

/** One of several large radio rows. */
export function Choice({ name, value, defaultChecked, title, detail, aside, disabled }: ChoiceProps) {
  const { state } = useForm()
  const typed = state.values[name]
  const checked = typed === undefined ? defaultChecked : typed === value
  return (
    <label className="choice">
      <input
        type="radio"
        name={name}
        value={value}
        defaultChecked={checked}
        key={String(checked)}
        disabled={disabled}
      />
      <span>
        <span className="strong block">{title}</span>
        {detail && <span className="small muted">{detail}</span>}
      </span>
      {aside}
    </label>
  )
}

/** The error of a group of controls (radios, rows) that has no single input. */
export function FieldError({ name }: { name: string }) {
  const { state } = useForm()
  const error = state.errors[name]
  return error ? (
    <p className="field__err" role="alert" tabIndex={-1}>
      {error}
    </p>
  ) : null
}
