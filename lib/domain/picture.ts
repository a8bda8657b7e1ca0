/** The widths, in pixels, in which every uploaded picture is kept: for a tile, and for a large view. */
export const PICTURE_SIZES = [256, 640] as const

export type PictureSize = (typeof PICTURE_SIZES)[number]

/** The file of a picture in one size. */
export const pictureFile = (key: string, size: PictureSize): string => `${key}-${size}.webp`

/**
 * Where a browser finds a picture.
 * @param key the storage key (`products.picture`), or null for a product without one
 * @param size in pixels
 * @returns an address that never changes its contents, or null
 */
export const pictureUrl = (key: string | null, size: PictureSize = 256): string | null =>
  key && `/media/${pictureFile(key, size)}`
