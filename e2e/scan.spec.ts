import { writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { encode } from 'uqr'
import { makePass } from '#lib/infra/signing.ts'
import { makeOpenGroup, makeOrder } from '#prisma/factories/group-order.ts'
import { makeUser } from '#prisma/factories/people.ts'
import { db, expect, newAddress, signIn, test } from './fixtures.ts'

const WIDTH = 640
const HEIGHT = 480

/** One frame of video, in the format that Chromium's pretended camera plays: a QR code, black on white. */
function frameOf(text: string): Buffer {
  const { data, size } = encode(text, { border: 4 })
  const scale = Math.floor(HEIGHT / size)
  const bright = Buffer.alloc(WIDTH * HEIGHT, 235)
  for (let y = 0; y < size * scale; y++)
    for (let x = 0; x < size * scale; x++)
      if (data[Math.floor(y / scale)]?.[Math.floor(x / scale)]) bright[y * WIDTH + x + (WIDTH - HEIGHT) / 2] = 16
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\nFRAME\n`), bright, grey])
}

test('the keeper scans the shopper’s QR with the camera, and hands over @phone', async ({
  baseURL,
  launchOptions,
}, info) => {
  const group = await makeOpenGroup(db, { state: 'arrived' })
  const lines = [{ offerId: group.offers[0]?.offerId ?? '', quantity: 1 }]
  const { orderId } = await makeOrder(db, { ...group, lines })
  await db.order.update({ where: { id: orderId }, data: { state: 'ready' } })
  await db.groupOrderStation.updateMany({
    where: { groupOrderId: group.groupOrderId },
    data: { arrivedAt: new Date() },
  })
  const order = await db.order.findUniqueOrThrow({ where: { id: orderId } })
  const address = newAddress()
  const keeper = await makeUser(db, { email: address, name: 'Hana' })
  await db.stationKeeper.create({ data: { stationId: group.stationId, userId: keeper.id } })

  const video = info.outputPath('camera.y4m')
  writeFileSync(video, frameOf(makePass(order.id, order.pickupSecret)))
  const camera = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${video}`,
  ]
  const browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), ...camera] })
  const page = await (
    await browser.newContext({
      baseURL,
      permissions: ['camera'],
      viewport: { width: 390, height: 844 },
      locale: 'en-GB',
    })
  ).newPage()
  await signIn(page, address, `/station/${group.stationId}`)
  await page.getByRole('link', { name: 'Scan to hand over' }).click()
  await expect(page.getByText('The QR is right.')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Hand over' }).click()
  await expect(page.getByText('is handed over.')).toBeVisible()
  expect(await db.collection.findFirstOrThrow({ where: { orderId: order.id } })).toMatchObject({ proof: 'qr' })
  await browser.close()
})
