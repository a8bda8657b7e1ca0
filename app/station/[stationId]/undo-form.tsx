import { getTranslations } from 'next-intl/server'
import { CheckField } from '#components/ui/fields.tsx'
import { Form, FormMessage, Submit } from '#components/ui/form.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { undo } from './actions.ts'

type Props = { stationId: string; handed: { collectionId: string; number: number; isPaid: boolean } }

/** Takes a slip back; where money changed hands, it asks for it. */
export async function UndoForm({ stationId, handed }: Props) {
  const t = await getTranslations('station.order')
  const board = await getTranslations('station.board')
  const common = await getTranslations('common')
  return (
    <Form action={undo} lost={common('lost')} stale={common('stale')}>
      <input type="hidden" name="stationId" value={stationId} />
      <input type="hidden" name="collectionId" value={handed.collectionId} />
      {handed.isPaid && <CheckField name="moneyBack" label={t('moneyBack')} defaultChecked />}
      <Submit className="btn btn--quiet btn--sm" busy={t('undoing')} label={board('undoOf', { number: handed.number })}>
        <Icon name="undo" size={18} />
        {common('undo')}
      </Submit>
      <FormMessage />
    </Form>
  )
}
