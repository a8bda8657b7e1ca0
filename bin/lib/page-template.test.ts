import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { fill, NONCE_LENGTH, templateOf } from './page-template.ts'

const PLACE = 'p'.repeat(NONCE_LENGTH)
const nonceOf = (letter: string) => letter.repeat(NONCE_LENGTH)
const page = `<html><head><script nonce="${PLACE}">1</script></head><body>番茄 ${'tomatoes '.repeat(500)}<script nonce="${PLACE}">2</script></body></html>`
const html = 'text/html; charset=utf-8'
const some = { nonce: nonceOf('N'), timeMs: 1_795_351_546_220.4, hasOwn: false, isScripted: false }

test('each answer has its own nonce wherever one belongs, the time, and what the script must know', () => {
  const { plain } = templateOf(page, PLACE, html)
  const first = fill(plain, some).toString()
  const second = fill(plain, { ...some, nonce: nonceOf('M'), hasOwn: true, isScripted: true }).toString()
  expect(first).not.toContain(PLACE)
  expect(first.split(`nonce="${nonceOf('N')}"`)).toHaveLength(3)
  expect(first).toContain('<meta name="server-time" content="1795351546220" data-own="0"> ')
  expect(first).not.toContain('noscript')
  expect(second).not.toContain('NNN')
  expect(second).toContain('data-own="1"><noscript><meta http-equiv="refresh" content="0;url=?js=0"></noscript></head>')
  expect(first.replaceAll(/<meta name.*?<\/head>/gs, '</head>')).toBe(page.replaceAll(PLACE, nonceOf('N')))
})

test('the gzip stream holds exactly the same, and a browser can check it', () => {
  const { plain, zipped } = templateOf(page, PLACE, html)
  for (const letter of ['A', 'B', '/']) {
    const filled = { ...some, nonce: nonceOf(letter), hasOwn: letter === 'B', isScripted: letter === 'A' }
    expect(gunzipSync(fill(zipped, filled)).equals(fill(plain, filled))).toBe(true)
  }
  expect(zipped.bytes.length).toBeLessThan(plain.bytes.length / 3)
})

test('a payload has no head, and stays as it is but for the nonce', () => {
  const { plain, zipped } = templateOf(`0:{"nonce":"${PLACE}"}</head>`, PLACE, 'text/x-component')
  expect(fill(plain, some).toString()).toBe(`0:{"nonce":"${nonceOf('N')}"}</head>`)
  expect(gunzipSync(fill(zipped, some)).toString()).toBe(`0:{"nonce":"${nonceOf('N')}"}</head>`)
})

test('answers do not share their bytes', () => {
  const { plain } = templateOf(page, PLACE, html)
  const first = fill(plain, some)
  const before = first.toString()
  fill(plain, { ...some, nonce: nonceOf('M') })
  expect(first.toString()).toBe(before)
})
