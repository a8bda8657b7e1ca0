import { Goods } from '../goods.tsx'

/** Made at build time, served by Next. */
export default function Page() {
  return <Goods title="A static page" />
}
