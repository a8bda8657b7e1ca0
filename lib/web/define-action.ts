import { unstable_rethrow } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { z } from 'zod'
import { isUnavailable } from '#lib/db/errors.ts'
import type { Outcome } from '#lib/domain/outcome.ts'
import type { Locale } from '#lib/domain/text.ts'
import { log } from '#lib/infra/log.ts'
import { formTree, formValues } from './form-data.ts'
import type { FormState } from './form-state.ts'
import { requestLocale } from './request-locale.ts'
import { currentUserId, isSameOrigin } from './session.ts'

type Refusal = { code: string; field?: string }
/** A refusal in words: for which field, and what its text needs. */
export type Explained = { field?: string; values?: Record<string, string | number> }
export type Context = { locale: Locale; form: FormData }

type Definition<S extends z.ZodType, W, T, R extends Refusal> = {
  /** What the form must hold; its messages are keys of messages/<locale>/errors.json. */
  schema: S
  /** Mints the permission, or undefined for "no"; it gets the signed-in person's id, if any. */
  gate: (userId: string | undefined, input: z.output<S>) => Promise<W | undefined>
  /** The use case. */
  run: (who: W, input: z.output<S>, context: Context) => Promise<Outcome<T, R>>
  /** What the refusal's text needs beyond its own fields. */
  explain?: (refusal: R, input: z.output<S>, locale: Locale) => Explained | Promise<Explained>
  /** After success: revalidate or redirect; may answer a sentence to show. */
  done?: (value: T, input: z.output<S>, context: Context) => Promise<string | undefined> | Promise<void>
}

/** The gate of an action that anyone may call. */
export const anyone = async (): Promise<true> => true

/**
 * Makes a server action: same origin, parse, authorise, delegate, answer. It never loses what was typed, never leaks
 * an error's inside, and works as a plain form post as well as from a script.
 */
export function defineAction<S extends z.ZodType, W, T, R extends Refusal>(definition: Definition<S, W, T, R>) {
  return async (_state: FormState, form: FormData): Promise<FormState> => {
    const values = formValues(form)
    const failed = (message: string, errors: Record<string, string> = {}): FormState => ({
      status: 'error',
      message,
      errors,
      values,
    })
    // only who is refused needs the texts
    const inWords = () => getTranslations('errors')
    try {
      if (!(await isSameOrigin())) return failed((await inWords())('foreignOrigin'))
      const locale = await requestLocale()
      const userId = await currentUserId()
      const parsed = definition.schema.safeParse(formTree(form))
      if (!parsed.success) {
        const t = await inWords()
        // who may not do this learns nothing about what it wants
        if (!userId && (definition.gate as unknown) !== anyone) return failed(t('signInFirst'))
        const errors = fieldErrors(parsed.error, t)
        return failed(t('checkFields', { count: Object.keys(errors).length }), errors)
      }
      const who = await definition.gate(userId, parsed.data)
      if (!who) return failed((await inWords())(userId ? 'notAllowed' : 'signInFirst'))
      const outcome = await definition.run(who, parsed.data, { locale, form })
      if (!outcome.ok) {
        const t = await inWords()
        const { refusal } = outcome
        const { field = refusal.field, values: more = {} } =
          (await definition.explain?.(refusal, parsed.data, locale)) ?? {}
        const text = t(`refusals.${refusal.code}` as 'unexpected', { ...plain(refusal), ...more })
        return failed(text, field ? { [field]: text } : {})
      }
      const message = await definition.done?.(outcome.value, parsed.data, { locale, form })
      return { status: 'done', errors: {}, values: {}, ...(message && { message }) }
    } catch (error) {
      unstable_rethrow(error) // redirects and the like are not failures
      const t = await inWords()
      if (isUnavailable(error)) return failed(t('unavailable'))
      log.error({ error: error instanceof Error ? error.stack : String(error) }, 'action failed')
      return failed(t('unexpected'))
    }
  }
}

type Translate = Awaited<ReturnType<typeof getTranslations<'errors'>>>

/** One sentence a field: the issue's own key when the schema named one, else by its kind. */
function fieldErrors(error: z.ZodError, t: Translate): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of error.issues) {
    const field = issue.path.join('.')
    errors[field] ??= sentence(issue, t)
  }
  return errors
}

function sentence(issue: z.core.$ZodIssue, t: Translate): string {
  const own = `fields.${issue.message}`
  if (/^\w+$/.test(issue.message) && t.has(own as 'unexpected'))
    return t(own as 'unexpected', plain(issue as unknown as Refusal))
  if (issue.code === 'too_small' && issue.origin === 'string')
    return issue.minimum === 1 ? t('fields.required') : t('fields.tooShort', { minimum: Number(issue.minimum) })
  if (issue.code === 'too_small') return t('fields.tooSmall', { minimum: Number(issue.minimum) })
  if (issue.code === 'too_big' && issue.origin === 'string')
    return t('fields.tooLong', { maximum: Number(issue.maximum) })
  if (issue.code === 'too_big') return t('fields.tooBig', { maximum: Number(issue.maximum) })
  if (issue.code === 'invalid_type' && issue.input === undefined) return t('fields.required')
  return t('fields.invalid')
}

/** The values of a refusal that a text can use. */
function plain(refusal: Refusal): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(refusal).filter(([, value]) => typeof value === 'string' || typeof value === 'number'),
  )
}
