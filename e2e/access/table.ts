import type { Answer, Client, RawForm } from '../raw.ts'
import { namesOf } from '../raw.ts'
import type { Role, World } from './world.ts'

/** One action's form on a page, ready to be sent, and what it would change. */
export type Try = {
  page: string
  form: (form: RawForm) => boolean
  /** What is typed or pressed. */
  typed?: Record<string, string>
  /** What the action writes, as it stands now. */
  look: (client: Client) => Promise<unknown>
  /** Who sees the form, where it is none of the world's people. */
  client?: Client
  /** What a browser needs before it sends the form, whoever it belongs to. */
  prepare?: (client: Client) => void
  /** Where nothing is written: whether this answer shows what it must not. */
  opened?: (answer: Answer) => boolean
  /** Puts back what belongs to everybody. */
  after?: () => Promise<unknown>
}

export type ActionRow = {
  /** The file below app/ and the export. */
  id: string
  /** Who may; 'open' for everybody, 'signed-in' for everybody about themselves. */
  for: Role[] | 'open' | 'signed-in'
  make: (world: World, role: Role) => Promise<Try>
}

/** A form that has just these fields of its own. */
export const only =
  (...names: string[]) =>
  (form: RawForm): boolean =>
    String(namesOf(form.fields).sort()) === String(names.sort())

/** A form that has these fields, and these values in them. */
export const having =
  (...wanted: (string | [name: string, value: string])[]) =>
  (form: RawForm): boolean =>
    wanted.every((each) => {
      const [name, value] = Array.isArray(each) ? each : [each, undefined]
      return [...form.fields, ...form.buttons].some((field) => field[0] === name && (value ?? field[1]) === field[1])
    })
