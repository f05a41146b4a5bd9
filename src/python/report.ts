/** The verdict on a notebook as plain data: what `--json` prints, and the terminal shows. */
import type { Drawn } from '../checker/drawn.ts'
import { compare, largest } from '../checker/gradient/compare.ts'
import { drawnOf } from '../checker/gradient/finding.ts'
import { type Failure, type Judgement, passes, type Statement, type Verdict } from '../checker/report.ts'
import type { Shape } from '../tensor/shape.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type Claim, type NotebookRun, placeText } from './claim.ts'
import type { ClaimVerdict, JudgedClaim, JudgedNotebook } from './judging.ts'
import { notesOn } from './notes.ts'
import { inPython, type Wording } from './words.ts'
import { onlyHere, textsOf } from './written-sizes.ts'

/** What is said of one claim. */
export interface NotebookGradient extends Omit<Judgement, 'verdict' | 'line' | 'uses' | 'expectedShape'> {
  readonly verdict: ClaimVerdict
  /** The code cell, counted from 1, and the line in it. */
  readonly cell: number
  readonly line: number
  /** The statement that made the value, as it is written. */
  readonly text: string
  readonly expectedShape: Shape | null
  /** `right`: the shape alone is wrong; PyTorch's `==` broadcasts, and doesn't see it. */
  readonly numbers: 'right' | 'wrong' | null
  /** Where the forward pass uses the tensor. */
  readonly uses: readonly (Statement & { readonly cell: number })[]
}

export interface NotebookReport {
  readonly version: 1
  readonly language: 'python'
  /** The exercise that it is, in a workspace whose exercises are notebooks; null: it's a notebook of one's own. */
  readonly exercise: string | null
  readonly file: string
  readonly passed: boolean
  readonly seed: number
  /** Of the other runs: what was changed in them. */
  readonly sizes: readonly Readonly<Record<string, number>>[]
  readonly gradients: readonly NotebookGradient[]
  readonly notes: readonly string[]
  readonly error: Failure | null
}

export const isRight = (verdict: ClaimVerdict): boolean => passes(verdict as Verdict)

/** `file`: as it is to be named. */
export function reportOn(judged: JudgedNotebook, file: string, seed: number): NotebookReport {
  const { claims, others } = judged
  const gradients = claims.map(one => gradientFor(one, judged))
  return {
    version: 1,
    language: 'python',
    exercise: null,
    file,
    passed: gradients.length > 0 && gradients.every(({ verdict }) => isRight(verdict)),
    seed,
    sizes: others.filter(({ isSameSize }) => !isSameSize).map(({ sizes }) => sizes),
    gradients,
    notes: notesOn(judged),
    error: gradients.length > 0 ? null : nothingFound(file, judged),
  }
}

/** What to draw of each of the report's gradients. */
export const drawnIn = ({ claims }: JudgedNotebook): readonly (Drawn | null)[] =>
  claims.map(({ finding }) => (finding === null ? null : drawnOf(finding)))

export const failedReport = (file: string, seed: number, error: Failure): NotebookReport => ({
  ...{ version: 1, language: 'python', exercise: null, file, passed: false, seed },
  ...{ sizes: [], gradients: [], notes: [], error },
})

function gradientFor(judged: JudgedClaim, notebook: JudgedNotebook): NotebookGradient {
  const { claim, verdict, finding, isOnlyHere } = judged
  const { cell, line, text } = claim.statement ?? { ...claim.at, text: '' }
  const name = claim.gradient ?? `d${'name' in claim ? claim.name : (claim.tensor ?? claim.label ?? '?')}`
  const uses = usesOf(claim, notebook)
  const wording = wordingFor(judged, notebook, uses)
  const shown = claim.via === 'function' ? `${claim.label}: ${name}` : name
  const base: NotebookGradient = {
    ...{ name: shown, blank: shown, kind: 'gradient', verdict, cell, line, text, uses },
    exact: finding?.exact ?? false,
    approximate: isOnlyHere || (finding?.approximate ?? false),
    maxdiff: isOnlyHere ? 0 : (finding?.maxdiff ?? null),
    shape: claim.value?.shape ?? null,
    expectedShape: claim.of?.shape ?? null,
    numbers: verdict === 'shape' ? (isRightBroadcast(judged, notebook) ? 'right' : 'wrong') : null,
    message: messageFor(judged, wording),
    advice: finding === null || isOnlyHere ? adviceFor(verdict) : translated(finding.advice, wording),
    worst: finding?.worst ?? null,
    zeroByAlgebra: finding?.zeroByAlgebra ?? false,
    diagnosis: null,
    note: noteFor(judged, notebook, wording),
  }
  if (finding === null || isOnlyHere || finding.diagnosis === null) return base
  const { message, short, formula, ...diagnosis } = finding.diagnosis
  return {
    ...base,
    diagnosis: {
      ...diagnosis,
      formula: translated(formula, wording),
      short: inPython(short, wording),
      message: inPython(message, wording),
    },
  }
}

const translated = (text: string | null, wording: Wording): string | null =>
  text === null ? null : inPython(text, wording)

const NUMPY = /\bnp\.|\bnumpy\.|\.dot\(|\baxis=|\bkeepdims=/

function wordingFor(
  { claim, isSeveral }: JudgedClaim,
  { main }: JudgedNotebook,
  uses: NotebookGradient['uses'],
): Wording {
  const texts = claim.via === 'function' ? [claim.statement?.text ?? ''] : textsOf(claim, main)
  const upstream = 'pass' in claim ? main.passes[claim.pass].root.upstream : undefined
  return {
    places: new Map(uses.map(use => [use.name, `cell ${use.cell}, line ${use.line}`])),
    own: claim.via === 'function' ? 'function' : isSeveral ? 'code' : 'line',
    isNumpy: texts.some(text => NUMPY.test(text)),
    ...(upstream === undefined ? {} : { upstream: { ours: `d${upstream.of}`, theirs: upstream.called } }),
  }
}

/** What is said where there is no diagnosis. */
function messageFor({ claim, verdict, finding, isOnlyHere }: JudgedClaim, wording: Wording): string {
  if (isOnlyHere) return 'right'
  if (finding !== null) return inPython(finding.message, wording)
  const { missing } = claim
  if (verdict === 'from autograd') return "this is PyTorch's own gradient, not one that you worked out"
  if (verdict === 'unfinished') return 'this line is not finished'
  if (verdict === 'blank') return 'not filled in yet'
  if (missing?.kind === 'threw') return missing.message
  if (missing?.kind === 'not read') return `it rests on ${missing.why}, which ninja doesn't know`
  return 'its tensor is in no forward pass that ninja found'
}

function adviceFor(verdict: ClaimVerdict): string | null {
  if (verdict === 'from autograd') return 'write the formula'
  if (verdict === 'unfinished') return 'finish the line, or write None'
  return null
}

/** Whether the numbers are the right ones once they are repeated, or put into the right shape. */
function isRightBroadcast({ claim, fromTrue }: JudgedClaim, { main }: JudgedNotebook): boolean {
  const value = fromTrue ?? claim.value
  if (!('pass' in claim) || value === null) return false
  const { graph } = main.passes[claim.pass]
  if (!graph.tensors.has(claim.name)) return false
  const expected = main.passes[claim.pass].truth().gradient(claim.name)
  const fits = (x: Tensor): boolean => compare(x, expected, largest(expected)).approximate
  if (value.data.length === expected.data.length) return fits(value.view(...expected.shape))
  try {
    return fits(value.expand(...expected.shape))
  } catch {
    return false
  }
}

function usesOf(claim: Claim, { main }: JudgedNotebook): NotebookGradient['uses'] {
  if (!('pass' in claim) || !('name' in claim)) return []
  const { graph } = main.passes[claim.pass as number]
  const users = graph.users.get(claim.name as string) ?? []
  return users.flatMap(name => {
    const at = main.run.statements.get(graph.tensors.get(name)!)
    return at === undefined ? [] : [{ name, line: at.line, text: at.text, cell: at.cell }]
  })
}

/** Insight about a right line, and what else is worth knowing. */
function noteFor(
  { claim, isOnlyHere, earlier, finding }: JudgedClaim,
  notebook: JudgedNotebook,
  wording: Wording,
): string | null {
  const only = isOnlyHere ? onlyHere(claim, notebook) : null
  const notes = [
    ...(only === null ? [] : [only]),
    ...(claim.changedBy === null
      ? []
      : [
          `${placeText(claim.changedBy)} changes it too, under the name ${claim.changedBy.name}: add .clone() there`,
        ]),
    ...earlier
      .filter(one => one.value !== null)
      .map(one => `checked before it was complete, too (${placeText(one.at)})`),
    ...(finding?.note == null ? [] : [inPython(finding.note, wording)]),
  ]
  return notes.length === 0 ? null : notes.join('; ')
}

const nothingFound = (file: string, { main }: JudgedNotebook): Failure =>
  main.passes.length === 0
    ? noPass(file, main.run)
    : {
        code: 'exercise',
        message: `${file} has a forward pass, and no gradients that belong to it`,
        advice:
          'ninja looks for calls of a function that compares with .grad, as cmp does, and for names such as dprobs, d_probs, grad_probs, probs_grad',
        line: null,
        reason: null,
      }

/** Why there is nothing to judge, or to draw. */
export function noPass(file: string, run: Pick<NotebookRun, 'faults' | 'isEmpty' | 'ownNumbers'>): Failure {
  const [message, advice] = withoutPass(run)
  return { code: 'exercise', message: `${file} ${message}`, advice, line: null, reason: null }
}

function withoutPass({
  faults: [first],
  isEmpty,
  ownNumbers,
}: Pick<NotebookRun, 'faults' | 'isEmpty' | 'ownNumbers'>): readonly [string, string] {
  if (isEmpty) return ['has no code in it', 'save it first, or name another file']
  if (ownNumbers !== null && first === undefined)
    return [
      `computes with numbers of its own class ${ownNumbers}, and ninja judges gradients of tensors only`,
      'the track micrograd has exercises on such a class: npx ninja list micrograd',
    ]
  return [
    'has no forward pass that leads to a loss',
    first === undefined
      ? 'call backward() on the tensor that it leads to, or name that tensor loss'
      : `it stopped at ${placeText(first)}: ${first.message}`,
  ]
}
