/** What a form's action answers: everything a form needs to show itself again with nothing lost. */
export type FormState = {
  status: 'idle' | 'error' | 'done'
  /** One sentence about the whole form, translated. */
  message?: string
  /** A sentence for each field that is wrong, translated. */
  errors: Record<string, string>
  /** What was typed; a field with several values keeps the list. */
  values: Record<string, string | string[]>
}

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>

export const IDLE: FormState = { status: 'idle', errors: {}, values: {} }
