import { COUNTER } from './counter.ts'
import { GREENGROCER } from './greengrocer.ts'
import { PANTRY } from './pantry.ts'
import type { SeedProduct } from './product.ts'

export const PRODUCTS: readonly SeedProduct[] = [...GREENGROCER, ...COUNTER, ...PANTRY]
