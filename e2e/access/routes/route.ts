import type { Role, World } from '../world.ts'

type Expected = 'open' | 'signed-in' | Role[]
export type RouteRow = {
  file: string
  path: (world: World) => string
  /** Who gets the page. */
  for: Expected
  /** What everybody else who is signed in gets; a visitor is sent to sign in. */
  else?: number
  /** What those get who get it, where it is not 200. */
  status?: number
  /** What a visitor gets where it is not the way to the sign-in page. */
  visitor?: number
}

/** An address that is the same in every world. */
export const at = (path: string) => (): string => path
