import { getTranslations } from 'next-intl/server'
import { FormMessage, Submit } from '#components/ui/form.tsx'
import { AdminForm } from '../admin-form.tsx'
import { undo } from './actions.ts'

/** Takes a movement back; what forbids it is told beside the button. */
export async function UndoButton({ movementId, label }: { movementId: string; label: string }) {
  const common = await getTranslations('common')
  return (
    <AdminForm action={undo} className="undo" label={label}>
      <input type="hidden" name="movementId" value={movementId} />
      <Submit className="btn btn--sm adj" label={label}>
        {common('undo')}
      </Submit>
      <FormMessage />
    </AdminForm>
  )
}
