import { getTranslations } from 'next-intl/server'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { carrierNow } from '#lib/queries/carrying.ts'
import { shopperGate } from '#lib/queries/gates.ts'
import type { GroupView } from '#lib/queries/group-page.ts'
import { carrierCode } from '#lib/web/carrier-link.ts'
import { currentUserId } from '#lib/web/session.ts'
import { forgetCarrier } from './actions.ts'

/** Through whose link this browser came to the group order, if they carry it still. */
export async function carrierOf(group: Pick<GroupView, 'id'>) {
  const code = await carrierCode()
  if (!code) return undefined
  const userId = await currentUserId()
  return carrierNow(userId ? await shopperGate(userId) : undefined, group.id, code)
}

/** Tells it plainly before ordering, and lets the shopper do without. */
export async function CarriedBy({ name, slug }: { name: string; slug: string }) {
  const [t, c] = await Promise.all([getTranslations('shop.checkout'), getTranslations('common')])
  return (
    <div className="wrap mt-3">
      <Notice icon="link">
        <p>{t('carried', { name })}</p>
        <Form action={forgetCarrier} lost={c('lost')} stale={c('stale')}>
          <input type="hidden" name="slug" value={slug} />
          <Submit className="btn btn--quiet btn--sm mt-2">{t('uncarry')}</Submit>
          <FormMessage />
        </Form>
      </Notice>
    </div>
  )
}
