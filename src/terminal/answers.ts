/** Answers, and the learner's own lines beside them. */
import { type Calling, call } from './calls.ts'
import { codeLines } from './code.ts'
import { sign, style, widthOf } from './style.ts'

export interface AnswerView {
  /** The function's name: `dprobs`. */
  readonly name: string
  /** Its shape. */
  readonly note: string
  /** The lines of the forward pass that use the tensor. */
  readonly forward: readonly string[]
  readonly answer: string
}

export function renderSolution(exercise: string, answers: readonly AnswerView[], width: number): string {
  const parts = answers.map(({ name, note, forward, answer }) =>
    [
      `${style.strong(name)}  ${style.dim(note)}`.trimEnd(),
      ...(forward.length === 0 ? [] : labelled('forward', forward.join('\n'), width)),
      ...labelled('answer', answer, width),
    ].join('\n'),
  )
  return [style.title(exercise), ...parts].join('\n\n')
}

/** Below the answers of an exercise that isn't passed. */
export const renderGivenUp = (name: string, calling: Calling): string =>
  [
    style.warn(`${sign.givenUp} You gave this one up. It's marked in the list until you pass it.`),
    `  once you've written the lines yourself: ${style.code(call(calling, `check ${name}`))}`,
  ].join('\n')

export interface PairView {
  readonly name: string
  /** Null where the file has no such function. */
  readonly yours: string | null
  readonly answer: string
  readonly same: boolean
}

export function renderDiff(exercise: string, pairs: readonly PairView[], width: number): string {
  const same = pairs.filter(pair => pair.same).length
  const column = Math.max(...pairs.map(({ name }) => name.length)) + 2
  const parts = pairs.map(pair =>
    pair.same
      ? `${style.good(sign.good)} ${pair.name.padEnd(column)}${style.dim('same')}`
      : renderPair(pair, width),
  )
  const others = same < pairs.length ? '; other lines can be right, too' : ''
  const told = `${same} of ${pairs.length} written like the answer${others}`
  const apart = widthOf(`${exercise}  ${told}`) > width ? '\n  ' : '  '
  const heading = `${style.title(exercise)}${apart}${style.dim(told)}`
  return [heading, '', ...parts].join('\n')
}

function renderPair({ name, yours, answer }: PairView, width: number): string {
  const mine =
    yours === null
      ? [`  ${style.dim('yours'.padEnd(LABEL))}${style.warn('not in your file')}`]
      : labelled('yours', yours, width)
  return [
    `${style.warn(sign.differs)} ${style.strong(name)}`,
    ...mine,
    ...labelled('answer', answer, width),
  ].join('\n')
}

const LABEL = 9

/** Code with a word in front of its first line. */
function labelled(label: string, code: string, width: number): string[] {
  return codeLines(code, width - LABEL - 2)
    .flat()
    .map((line, i) => `  ${style.dim((i === 0 ? label : '').padEnd(LABEL))}${line}`.trimEnd())
}
