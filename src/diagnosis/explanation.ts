/** What a row of the table says when it explains a value. */
import type { Family } from '../catalogue/exercise.ts'
import type { Step } from '../tensor/recording.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Evidence } from './evidence.ts'
import { formulaOf } from './formula.ts'

export type { Family }

export interface Explanation {
  readonly family: Family
  /** What the learner computed, as a formula in the exercise's own names; null where it can't be told. */
  readonly formula: string | null
  /** One line for the table. */
  readonly short: string
  /** What was computed, what the line needs, where to look. `{line NAME}` stands for the line of a statement. */
  readonly message: string
  /** The hint tier that fits: 1 the idea, 2 the structure, 3 almost the line. */
  readonly tier: 1 | 2 | 3
  /** The uses that the line leaves out, by the name of what they make. */
  readonly missing?: readonly string[]
}

/** A row: explains a value exactly, in every setting, or says nothing. */
export type DiagnosisRule = (evidence: Evidence) => Explanation | null
/** The line's own operations as a formula, at the table's sizes; null where they can't be told. */
export function ownFormula(evidence: Evidence): string | null {
  const text = formulaIn(evidence, evidence.settings[evidence.settings.length - 1].value)
  return text === null || /^[\d.-]+$/.test(text) ? null : text
}

/** What is made at the table's sizes as a formula: with the names of sizes where a number changes with them. */
export function formulaIn({ settings, valuesRead }: Evidence, x: Tensor): string | null {
  const { tape, value: whole } = settings[settings.length - 1]
  const sizes = settings.map(({ tape: { steps }, letters, value }) => ({
    steps,
    letters,
    value: x === whole ? value : x,
  }))
  // A size that is the same in all settings can't be told from the number: it must have been asked for.
  const fixed = Object.keys(sizes[0].letters).filter(
    letter =>
      !valuesRead.includes(letter) &&
      sizes.every(({ letters }) => letters[letter] === sizes[0].letters[letter]),
  )
  const known = sizes.map(({ letters, ...size }) => ({
    ...size,
    letters: Object.fromEntries(Object.entries(letters).filter(([letter]) => !fixed.includes(letter))),
  }))
  return formulaOf(x, { ...tape, sizes: areAligned(sizes.map(({ steps }) => steps)) ? known : [] })
}

/** Whether the line runs through the same operations at every size: only then a step here is that step there. */
export function areAligned([first, ...others]: readonly (readonly Step[])[]): boolean {
  const ops = (steps: readonly Step[]): string => steps.map(({ op }) => op).join()
  return others.every(other => ops(other) === ops(first))
}
