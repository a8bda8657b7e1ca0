import { order } from './actions.ts'

export const dynamic = 'force-dynamic'

export default function Page() {
  return (
    <form action={order}>
      <input type="hidden" name="key" />
      <button type="submit">Order</button>
    </form>
  )
}
