/** A task to practise on: a small forward pass made at random, a few blanks, as the text of a solution. */

import type { Chance } from '../tensor/chance.ts'
import { partsOf } from './answers.ts'
import { chanceFrom } from './chance.ts'
import { begin, computed, type Draft, drawn } from './draft.ts'
import type { DrillFamily, FirstTensor } from './families.ts'
import { formOf } from './likeness.ts'
import { besideIn, type LossName, losses, lossOf } from './losses.ts'
import { isGood } from './measure.ts'
import { anyOf, type Move, through, withNew } from './moves.ts'
import { pythonText, sourceText, type TaskBlank } from './source.ts'
import type { Operand } from './value.ts'

export interface Task {
  readonly seed: number
  readonly family: DrillFamily
  /** A solution, as in `solutions/`. */
  readonly source: string
  /** What makes its inputs in the notebook in Python, as in `NN_name.py` beside a solution. */
  readonly python: string
  /** The blanks, in the order of the file: `dprices`. */
  readonly blanks: readonly string[]
  /** The same for tasks that differ in names and sizes alone. */
  readonly form: string
}

/** The same task for the same seed and family, on every machine. */
export function makeTask(seed: number, family: DrillFamily): Task {
  const chance = chanceFrom(seed, family.name)
  for (;;) {
    const draft = passFor(family, chance)
    const blanks = draft === null ? [] : blanksIn(draft, family)
    if (
      draft === null ||
      blanks.length === 0 ||
      !isGood(
        draft,
        blanks.map(({ x }) => x.name),
      )
    )
      continue
    return {
      seed,
      family,
      source: sourceText(family, draft, blanks),
      python: pythonText(draft),
      blanks: blanks.map(({ x }) => `d${x.name}`),
      form: formOf(draft, blanks),
    }
  }
}

/** The first task from this seed on whose form hasn't been seen: its own seed makes it again. */
export function freshTask(seed: number, family: DrillFamily, seen: ReadonlySet<string>): Task {
  for (let next = seed; ; next++) {
    const task = makeTask(next, family)
    if (!seen.has(task.form)) return task
  }
}

const filler: Move = anyOf(
  through('tanh', 'exp', 'log', 'sqrt', 'sigmoid', 'square', 'relu'),
  withNew(['add', 'sub', 'mul'], ['same', 'last', 'column']),
)

/** Lines of the forward draft, the loss included. */
const [FEWEST, MOST] = [3, 6]

function passFor(family: DrillFamily, chance: Chance): Draft | null {
  const draft = begin(chance)
  const moves = [
    ...(chance.happens(0.4) ? [filler] : []),
    family.core,
    ...(chance.happens(0.3) ? [family.core] : []),
    ...(chance.happens(0.6) ? [filler] : []),
  ]
  let x: Operand | null = beginning(draft, chance.one(family.begins))
  for (const move of moves) {
    x = move(draft, x)
    if (x === null) return null
  }
  if (x.dims.length === 0 || !close(draft, x)) return null
  const isLong = draft.lines.length >= FEWEST && draft.lines.length <= MOST
  return isLong && !selectsTwice(draft) ? draft : null
}

/**
 * Where one selection follows another, what the second stops has no gradient in the first: a wrong line may go unnoticed
 * there.
 */
function selectsTwice({ lines }: Draft): boolean {
  const selecting = lines.filter(({ uses }) => uses.some(use => use?.skills.includes('selected') === true))
  return selecting.some(({ of }) => of.some(({ name }) => selecting.some(line => line.name === name)))
}

function beginning(draft: Draft, kind: FirstTensor): Operand {
  const [rows, cols, third] = draft.story.dims
  return kind === 'box'
    ? drawn(draft, [rows, third, cols], 'signed')
    : drawn(draft, [rows, cols], kind === 'table' ? 'signed' : 'positive')
}

function close(draft: Draft, x: Operand): boolean {
  const name = draft.chance.one(Object.keys(losses) as LossName[])
  const role = besideIn[name]
  const beside = role === null ? null : drawn(draft, x.dims, 'signed', role)
  return computed(draft, 'loss', beside === null ? [x] : [x, beside], () => lossOf(name, x, beside)) !== null
}

const MOST_BLANKS = 3

/** From the loss backwards: what a blank needs of others is above it. */
function blanksIn(
  { chance, draws, lines }: Draft,
  { skills, uses = 1, atLoss = false }: DrillFamily,
): TaskBlank[] {
  const named: readonly Operand[] = [...draws.filter(({ isFixed }) => !isFixed), ...lines.slice(0, -1)]
  const able = named.flatMap(x => {
    const parts = partsOf(x, lines)
    if (parts === null || parts.length < uses || parts.length > 3) return []
    if (!atLoss && parts.some(({ line }) => line.name === 'loss')) return []
    const isAsked = parts.some(({ use }) => use.skills.some(skill => skills.includes(skill)))
    return isAsked ? [{ x, parts }] : []
  })
  const many = 1 + chance.below(MOST_BLANKS)
  const wanted = new Set(chance.shuffled(able).slice(0, many))
  const place = ({ parts }: TaskBlank): number => Math.min(...parts.map(({ line }) => lines.indexOf(line)))
  return able.filter(blank => wanted.has(blank)).sort((a, b) => place(b) - place(a))
}
