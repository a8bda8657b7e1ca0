import { getTranslations } from 'next-intl/server'
import { SelectField, TextField } from '#components/ui/fields.tsx'
import { Fold, FormMessage, Submit } from '#components/ui/form.tsx'
import { TableRegion } from '#components/ui/table-region.tsx'
import { SURPLUS_USES } from '#lib/domain/purchase-order.ts'
import type { OrderLine, PurchaseOrderView } from '#lib/queries/purchase-orders.ts'
import { getFormats } from '#lib/web/format.ts'
import { AdminForm } from '../../admin-form.tsx'
import { quantityText } from '../../quantity.ts'
import { setLine } from '../actions.ts'

type Props = { order: PurchaseOrderView; mayChange: boolean }

const NUMBERS = ['ordered', 'caseOf', 'cases', 'buy', 'surplus'] as const

/** What is bought, line by line: what groups need, the cases that makes, what is over and where it goes, and the answer. */
export async function LinesTable({ order, mayChange }: Props) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  return (
    <TableRegion label={t('lines')}>
      <table className="data data--tall">
        <thead>
          <tr>
            <th scope="col">{t('product')}</th>
            {NUMBERS.map((column) => (
              <th key={column} scope="col" className="n">
                {t(column)}
              </th>
            ))}
            <th scope="col">{t('use')}</th>
            <th scope="col" className="n">
              {t('cost')}
            </th>
            {order.version > 0 && <th scope="col">{t('answer')}</th>}
            {order.state === 'received' && <th scope="col">{t('received')}</th>}
            {mayChange && <th scope="col">{t('change')}</th>}
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <Line key={line.productId} line={line} order={order} mayChange={mayChange} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={7}>
              {t('total')}
            </th>
            <td className="n strong">{f.money(order.costMinor, order.currency)}</td>
            {order.version > 0 && <td />}
            {(order.state === 'received' || mayChange) && <td />}
          </tr>
        </tfoot>
      </table>
    </TableRegion>
  )
}

async function Line({ line, order, mayChange }: Props & { line: OrderLine }) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  const amount = (quantity: number) => quantityText(quantity, line.unit, f.number)
  const { extraCases, extraReason: reason } = line
  return (
    <tr>
      <th scope="row">
        {f.text(line.name)} <span className="faint light">{f.text(line.pack)}</span>
        <span className="faint light block">{line.sku}</span>
      </th>
      <td className="n">{amount(line.ordered)}</td>
      <td className="n">{amount(line.caseSize)}</td>
      <td className="n">{f.number(line.cases)}</td>
      <td className="n strong">{amount(line.buy)}</td>
      <td className="n">
        {line.short > 0 ? (
          <span className="bad">{t('short', { amount: amount(line.short) })}</span>
        ) : (
          amount(line.surplus)
        )}
      </td>
      <td className="wrapcell">
        {line.surplus > 0 ? t(`uses.${line.surplusUse}`) : <span className="faint">–</span>}
        {extraCases !== 0 && (
          <span className="small muted block">
            {t(extraCases > 0 ? 'extra' : 'fewer', { count: Math.abs(extraCases), reason })}
          </span>
        )}
      </td>
      <td className="n">{f.money(line.cases * line.caseCostMinor, order.currency)}</td>
      {order.version > 0 && (
        <td className="wrapcell">
          <AnswerText line={line} />
        </td>
      )}
      {order.state === 'received' && (
        <td>
          {line.received === null ? '–' : amount(line.received)}
          {(line.received ?? 0) > line.ordered && (
            <span className="small muted block">
              {t('toStock', { amount: amount((line.received ?? 0) - line.ordered) })}
            </span>
          )}
        </td>
      )}
      {mayChange && (
        <td>
          <ChangeLine line={line} order={order} />
        </td>
      )}
    </tr>
  )
}

async function AnswerText({ line }: { line: OrderLine }) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  if (line.casesSent === 0) return <span className="faint">–</span>
  if (line.confirmed === null) return <span className="faint">{t('noAnswer')}</span>
  const asked = line.casesSent * line.caseSize
  return (
    <>
      {line.confirmed === asked && <span className="mark mark--leaf">{t('full')}</span>}
      {line.confirmed === 0 && <span className="mark mark--tomato">{t('rejected')}</span>}
      {line.confirmed > 0 && line.confirmed < asked && (
        <span className="mark mark--butter">
          {t('less', { amount: quantityText(line.confirmed, line.unit, f.number) })}
        </span>
      )}
      {line.remark && <span className="small block">“{line.remark}”</span>}
    </>
  )
}

async function ChangeLine({ line, order }: { line: OrderLine; order: PurchaseOrderView }) {
  const [t, f] = await Promise.all([getTranslations('buying.one'), getFormats()])
  const product = f.text(line.name)
  const summary = (
    <>
      {t('change')}
      <span className="sr"> {product}</span>
    </>
  )
  return (
    <AdminForm action={setLine} label={t('changeOf', { product })}>
      <Fold summary={summary} className="stack folded" summaryLook="adj">
        <input type="hidden" name="purchaseOrderId" value={order.id} />
        <input type="hidden" name="revision" value={order.revision} />
        <input type="hidden" name="productId" value={line.productId} />
        <TextField name="cases" label={t('cases')} defaultValue={line.cases} inputMode="numeric" maxLength={6} />
        <SelectField
          name="surplusUse"
          label={t('use')}
          defaultValue={line.surplusUse}
          options={SURPLUS_USES.map((value) => ({ value, label: t(`uses.${value}`) }))}
        />
        <TextField name="reason" label={t('reason')} defaultValue={line.extraReason} maxLength={200} />
        <FormMessage />
        <Submit className="btn btn--quiet btn--sm">{t('save')}</Submit>
      </Fold>
    </AdminForm>
  )
}
