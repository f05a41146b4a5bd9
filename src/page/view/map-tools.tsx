/** How pictures are drawn: the learner's choice, for all of them. */
import type { Choices } from '../state.ts'

interface MapToolsProps {
  readonly choices: Choices
  readonly choose: (choices: Partial<Choices>) => void
}

export function MapTools({ choices: { scale, signs }, choose }: MapToolsProps) {
  const isLinear = scale === 'linear'
  return (
    <div class="tools">
      <button
        type="button"
        class="button bare"
        aria-pressed={isLinear}
        onClick={() => choose({ scale: isLinear ? 'log' : 'linear' })}
      >
        linear scale
      </button>
      <button
        type="button"
        class="button bare"
        aria-pressed={signs}
        onClick={() => choose({ signs: !signs })}
      >
        minus signs
      </button>
    </div>
  )
}
