import { cookies } from 'next/headers'

export const STATION_COOKIE = 'station'

/** The station a person looks at first; a preference, no secret. */
export async function chosenStation(): Promise<string | undefined> {
  const id = (await cookies()).get(STATION_COOKIE)?.value
  return id && /^[0-9a-f-]{36}$/.test(id) ? id : undefined
}
