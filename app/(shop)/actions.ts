'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { isHttps } from '#lib/infra/env.ts'
import { isSameOrigin } from '#lib/web/session.ts'
import { STATION_COOKIE } from '#lib/web/station-choice.ts'

/** Keeps which station a person looks at; an unknown one shows all. */
export async function chooseStation(form: FormData): Promise<void> {
  if (await isSameOrigin()) {
    const id = String(form.get('station') ?? '')
    const jar = await cookies()
    if (id) jar.set(STATION_COOKIE, id, { maxAge: 31_536_000, sameSite: 'lax', secure: isHttps, path: '/' })
    else jar.delete(STATION_COOKIE)
  }
  redirect('/')
}
