import { expect, test } from 'vitest'
import { routeOf } from './metrics.ts'

test('an address becomes its kind, which names nobody and nothing', () => {
  expect(routeOf('/')).toBe('/')
  expect(routeOf('/g/saturday-farm-box')).toBe('/g/{slug}')
  expect(routeOf('/g/saturday-farm-box/checkout')).toBe('/g/{slug}/checkout')
  expect(routeOf('/g/saturday-farm-box/anything')).toBe('/g/{slug}/other')
  expect(routeOf('/orders/0197f000-0000-7000-8000-000000000000/change')).toBe('/orders/{id}/change')
  expect(routeOf('/api/v1/group-orders/0197f000-0000-7000-8000-000000000000/orders')).toBe(
    '/api/v1/group-orders/{id}/orders',
  )
  expect(routeOf('/_next/static/chunks/a.js')).toBe('files')
  expect(routeOf('/media/products/a.webp')).toBe('files')
  expect(routeOf('/icon.svg')).toBe('files')
  expect(routeOf('/wp-login/lin@example.org')).toBe('other')
})
