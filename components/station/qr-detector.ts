/** Finds a QR in a picture; undefined when there is none. */
export type Detect = (picture: HTMLVideoElement) => Promise<string | undefined>

type Detector = { detect: (picture: HTMLVideoElement) => Promise<{ rawValue: string }[]> }
type DetectorClass = {
  new (options: { formats: string[] }): Detector
  getSupportedFormats: () => Promise<string[]>
}

const FORMAT = 'qr_code'

/**
 * The browser's own detector where it has one (Chrome on Android), else ZXing as WebAssembly, hosted by ourselves:
 * loaded by nobody but a keeper who opens the camera.
 */
export async function openDetector(): Promise<Detect> {
  const detector = (await ownDetector()) ?? (await ponyfill())
  return async (picture) => (await detector.detect(picture))[0]?.rawValue
}

async function ownDetector(): Promise<Detector | undefined> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass }
  const formats = await BarcodeDetector?.getSupportedFormats().catch((): string[] => [])
  return BarcodeDetector && formats?.includes(FORMAT) ? new BarcodeDetector({ formats: [FORMAT] }) : undefined
}

async function ponyfill(): Promise<Detector> {
  const { BarcodeDetector, prepareZXingModule } = await import('barcode-detector/ponyfill')
  const wasm = new URL('zxing-wasm/reader/zxing_reader.wasm', import.meta.url).href
  prepareZXingModule({ overrides: { locateFile: (path: string) => (path.endsWith('.wasm') ? wasm : path) } })
  return new BarcodeDetector({ formats: [FORMAT] })
}
