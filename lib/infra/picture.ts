import sharp from 'sharp'
import { accept, type Outcome, refuse } from '#lib/domain/outcome.ts'
import { PICTURE_SIZES, pictureFile } from '#lib/domain/picture.ts'
import { newToken } from './ids.ts'
import { disk } from './storage.ts'

export const MAX_PICTURE_BYTES = 5 * 1024 * 1024
const MAX_PIXELS = 40_000_000
const KEY_LETTERS = 26

/** '' for what anybody may see. */
type Folder = '' | 'claims/'

export type PictureRefusal = { code: 'BAD_PICTURE'; field: 'picture' } | { code: 'PICTURE_TOO_LARGE'; field: 'picture' }

const startsWith = (bytes: Buffer, signature: number[]) => signature.every((byte, index) => bytes[index] === byte)

/** What the first bytes say it is: the name and the type that a browser sends are anybody's words. */
function kindOf(bytes: Buffer): 'jpeg' | 'png' | 'webp' | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg'
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png'
  return bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP' ? 'webp' : undefined
}

/**
 * Takes a picture from outside: re-drawn as WebP of each size, so that nothing of the file itself survives, neither
 * EXIF (places, devices) nor anything hidden behind the pixels (TRUST, "Input").
 * @param bytes JPEG, PNG or WebP of at most 5 MB and 40 megapixels
 * @param folder where it is kept: what is not for everybody lies apart
 * @returns the key of the stored picture, random; see `pictureUrl`. Refuses BAD_PICTURE, PICTURE_TOO_LARGE
 */
export async function storePicture(bytes: Buffer, folder: Folder = ''): Promise<Outcome<string, PictureRefusal>> {
  const kind = kindOf(bytes)
  if (!kind) return refuse({ code: 'BAD_PICTURE', field: 'picture' })
  if (bytes.length > MAX_PICTURE_BYTES) return refuse({ code: 'PICTURE_TOO_LARGE', field: 'picture' })
  const drawn = await draw(bytes, kind)
  if (!drawn.ok) return drawn
  const key = newToken(KEY_LETTERS)
  await Promise.all(
    PICTURE_SIZES.map((size, index) => disk.put(folder + pictureFile(key, size), drawn.value[index] as Buffer)),
  )
  return accept(key)
}

async function draw(bytes: Buffer, kind: string): Promise<Outcome<Buffer[], PictureRefusal>> {
  // The size is read from the header before a single pixel is unpacked.
  const head = await sharp(bytes)
    .metadata()
    .catch(() => undefined)
  if (!head || head.format !== kind) return refuse({ code: 'BAD_PICTURE', field: 'picture' })
  if (head.width * head.height > MAX_PIXELS) return refuse({ code: 'PICTURE_TOO_LARGE', field: 'picture' })
  try {
    const image = sharp(bytes, { limitInputPixels: MAX_PIXELS }).autoOrient()
    const sizes = PICTURE_SIZES.map((size) =>
      image.clone().resize(size, size, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 82 }).toBuffer(),
    )
    return accept(await Promise.all(sizes))
  } catch {
    return refuse({ code: 'BAD_PICTURE', field: 'picture' })
  }
}

/** Forgets a picture that nothing points at. */
export async function dropPicture(key: string, folder: Folder = ''): Promise<void> {
  await Promise.all(PICTURE_SIZES.map((size) => disk.delete(folder + pictureFile(key, size))))
}

/** The bytes of a stored picture; undefined for anything that is not one of ours, or lies in another folder. */
export async function readPicture(file: string, folder: Folder = ''): Promise<Uint8Array | undefined> {
  if (!/^[a-z0-9]{26}-(256|640)\.webp$/.test(file)) return undefined
  return (await disk.exists(folder + file)) ? disk.getBytes(folder + file) : undefined
}
