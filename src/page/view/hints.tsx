/** Help with a blank, a little more each time. */
import type { Html } from '../contract.ts'
import { Made } from './words.tsx'

interface HintsProps {
  readonly hints: readonly Html[]
  readonly shown: number
  readonly onMore: () => void
}

export function Hints({ hints, shown, onMore }: HintsProps) {
  if (hints.length === 0) return null
  return (
    <section class="part">
      <h3>Hints</h3>
      <ol class="hints" aria-live="polite">
        {hints.slice(0, shown).map((hint, i) => (
          <li key={i}>
            <span class="soft">{i + 1}</span>
            <Made html={hint} />
          </li>
        ))}
      </ol>
      {shown < hints.length ? (
        <button type="button" class="button" data-hint onClick={onMore}>
          {shown === 0 ? 'Give me a hint' : 'A little more'}{' '}
          <span class="soft">
            {shown + 1} of {hints.length}
          </span>
        </button>
      ) : (
        <p class="label">That was the last one.</p>
      )}
    </section>
  )
}
