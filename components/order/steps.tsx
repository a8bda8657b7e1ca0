import { Icon } from '#components/ui/icon.tsx'

type Step = { label: string; status: 'done' | 'now' | 'next'; spoken: string }

/** The five steps of an order; the words say what the marks show. */
export const Steps = ({ label, steps }: { label: string; steps: Step[] }) => (
  <ol className="steps mt-4" aria-label={label}>
    {steps.map((step) => (
      <li
        key={step.label}
        className={step.status === 'next' ? '' : `is-${step.status}`}
        aria-current={step.status === 'now' ? 'step' : undefined}
      >
        <span className="dot" aria-hidden="true">
          {step.status === 'done' && <Icon name="check" />}
        </span>
        {step.label}
        <span className="sr">, {step.spoken}</span>
      </li>
    ))}
  </ol>
)
