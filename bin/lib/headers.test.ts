import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { cleanRequest, isFromUs, isReadable, isTooLarge, type Surroundings } from './headers.ts'

const direct: Surroundings = { isDev: false, trustedHops: 0, publicUrl: new URL('https://shop.example') }
const proxied = { ...direct, trustedHops: 1 }

function request(method: string, url: string, headers: IncomingHttpHeaders = {}) {
  const socket = { remoteAddress: '::ffff:10.0.0.9' }
  return { method, url, headers: { host: 'localhost:3000', ...headers }, socket } as unknown as IncomingMessage
}

test('what only we may say is taken from nobody', () => {
  const forged = { 'x-client-ip': '6.6.6.6', 'x-own': '1', 'x-nonce': 'n', 'content-security-policy': `script-src *` }
  const req = request('GET', '/', { ...forged, 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.example' })
  cleanRequest(req, direct)
  expect(req.headers).toEqual({
    host: 'localhost:3000',
    'x-client-ip': '10.0.0.9',
    'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
  })
})

test('behind a proxy of ours its own hop counts, not what the client wrote before it', () => {
  const req = request('GET', '/', { 'x-forwarded-for': '6.6.6.6, 203.0.113.7' })
  cleanRequest(req, proxied)
  expect(req.headers['x-client-ip']).toBe('203.0.113.7')
})

test('a request id is kept when it is harmless to log', () => {
  expect(cleanRequest(request('GET', '/', { 'x-request-id': 'abcd-1234' }), direct)).toBe('abcd-1234')
  expect(cleanRequest(request('GET', '/', { 'x-request-id': 'a\nforged line' }), direct)).not.toContain('forged')
})

test.each([
  ['POST', '/', {}, false],
  ['POST', '/', { origin: 'null' }, false],
  ['POST', '/', { origin: 'https://evil.example' }, false],
  ['POST', '/', { origin: 'http://localhost:3001' }, false],
  ['POST', '/', { origin: 'http://localhost:3000' }, true],
  ['POST', '/', { origin: 'https://shop.example' }, true],
  ['DELETE', '/api/auth/session', {}, false],
  ['GET', '/', { origin: 'https://evil.example' }, true],
  ['POST', '/api/v1/group-orders', {}, true],
  ['POST', '/api/webhooks/pay', { origin: 'https://evil.example' }, true],
  ['POST', '/api/v1', {}, false],
  ['POST', '/api/v10/orders', {}, false],
  ['POST', '/api/v1/../auth/signout', {}, false],
  ['POST', '/api/v1/%2e%2e/auth/signout', {}, false],
  ['POST', '/x/api/v1/orders', {}, false],
  ['POST', '//api/v1/orders', {}, false],
])('%s %s with %o', (method, url, headers, isLetIn) => {
  expect(isFromUs(request(method, url, headers), direct)).toBe(isLetIn)
})

test.each([
  ['POST', '/g/x/checkout', { 'content-length': '900000' }, false],
  ['POST', '/g/x/checkout', { 'content-length': '1000001' }, true],
  ['POST', '/admin/products/new', { 'content-length': '5500000' }, false],
  ['POST', '/admin/products/new', { 'content-length': '6000001' }, true],
  ['POST', '/orders/0199aaaa-0000-7000-8000-000000000000/claim', { 'content-length': '20900000' }, false],
  ['POST', '/orders/0199aaaa-0000-7000-8000-000000000000/claim', { 'content-length': '21000001' }, true],
  ['POST', '/orders/0199aaaa-0000-7000-8000-000000000000/change', { 'content-length': '1000001' }, true],
  ['POST', '/orders/x/../../me/claim', { 'content-length': '1000001' }, true],
  ['POST', '/me', { 'transfer-encoding': 'chunked' }, true],
  ['GET', '/me', { 'content-length': '9000000' }, false],
])('%s %s %o is too large: %s', (method, url, headers, expected) => {
  expect(isTooLarge(request(method, url, headers))).toBe(expected)
})

test.each([
  ['/g/a%20b?q=%E8%8C%84', true],
  ['/g/%00', false],
  ['/?q=a%00b', false],
  ['/%ff', false],
  ['/%E0%A4%A', false],
])('the address %s is readable: %s', (url, expected) => {
  expect(isReadable(request('GET', url))).toBe(expected)
})
