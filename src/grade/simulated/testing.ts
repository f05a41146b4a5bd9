/** For tests: a class that nobody is in. Each student makes mistakes at random, as often as they were seen. */
import { pickExercise, readSolution } from '../../catalogue/catalogue.ts'
import type { Report } from '../../checker/report.ts'
import { reported } from '../../checker/text/testing.ts'
import { freshExercise } from '../../cli/files.ts'
import { allExercises } from '../../cli/workspace.ts'
import { right } from '../../diagnosis/bank/right.ts'
import { wrong } from '../../diagnosis/bank/wrong.ts'
import * as library from '../../index.ts'
import { blanksOf } from '../../notebook/solution.ts'
import type { LearnerFunction } from '../../room/program.ts'
import { bodyOf } from '../../text/bodies.ts'
import { bodySpan, definitionsIn } from '../../text/definitions.ts'
import { type Filling, filledIn, openFilling } from '../../text/filling.ts'
import type { ParsedText } from '../../text/source.ts'
import { sourceOf } from '../../text/source.ts'
import type { Assignment, GradeRecord } from '../record.ts'
import { traitsOf } from '../traits.ts'
import { FILES, slips } from './frequencies.ts'

const EXERCISE = 'makemore/07_whole_network'
const exercise = pickExercise(allExercises(null), EXERCISE, 'makemore')
const solution = readSolution(exercise)
const generated = freshExercise(exercise)
const spots = blanksOf(solution)
const blanks = spots.map(({ name }) => name)
/** What everybody was given: the exercise, and its hints. */
export const given = [generated, ...spots.flatMap(({ hints }) => hints)].join('\n')

export interface SimulatedStudent {
  readonly id: string
  /** What was written for each blank; empty where nothing was. */
  readonly lines: ReadonlyMap<string, string>
  /** The mistakes that it was made with. */
  readonly made: readonly { readonly of: string; readonly family: string }[]
  /** What is in the file beside its lines: it changes no verdict. */
  readonly text: string
  readonly isLate: boolean
}

/** Numbers from 0 up to, not including, 1. */
type Chance = () => number

/** Mulberry32: the same numbers for the same seed. */
export function chanceFrom(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const answers = new Map(blanks.map(name => [name, answerOf(name)]))

function answerOf(name: string): string {
  const lines = bodyOf(solution, name)!.split('\n')
  return lines.filter(line => !line.startsWith('//')).join('\n')
}

/** The body of a line of the bank, as it would be in a learner's file. */
function bodyIn(line: LearnerFunction): string {
  // What it imports has a longer name here.
  const text = String(line)
    .replace(/\(0,\s*\w+\.(\w+)\)/g, '$1')
    .replace(/\bkept\b/g, '{ keepdim: true }')
  const source = sourceOf(`const line = ${text}`) as ParsedText
  const code = definitionsIn(source).get('line')!.code!
  const { start, end } = bodySpan(code)
  const body = source.text.slice(start, end).trim()
  return code.body.type === 'BlockStatement' ? body : `return ${body}`
}

const planted = slips.map(({ of, slip, files }) => {
  const row = wrong.find(
    one =>
      one.exercise === '07_whole_network' && one.of === of && one.slip === slip && one.made === undefined,
  )
  if (row === undefined) throw new Error(`the bank has no line for ${of}: ${slip}`)
  return { of, body: bodyIn(row.line), family: [row.family].flat()[0], chance: files / FILES }
})

/** Other forms of right lines, one expression each. */
const forms = new Map(
  blanks.map(name => [
    name,
    right
      .filter(row => row.exercise === '07_whole_network' && row.of === name && row.form !== 'the answer')
      .map(({ line }) => bodyIn(line))
      .filter(body => !body.includes('\n')),
  ]),
)

export function simulated(count: number, seed: number): SimulatedStudent[] {
  const chance = chanceFrom(seed)
  return Array.from({ length: count }, (_, i) => studentFrom(`s${String(i + 1).padStart(3, '0')}`, chance))
}

/** Where those stop who run out of time. */
const STOP = blanks.indexOf('dhprebn')

function studentFrom(id: string, chance: Chance): SimulatedStudent {
  const drawn = planted.filter(slip => chance() < slip.chance)
  const isStopped = chance() < 0.08
  // Each file that differs from the others is judged: one of those is enough.
  const made = isStopped ? [] : drawn
  const own = new Map(made.map(({ of, body }) => [of, body]))
  const reach = isStopped ? STOP : blanks.length
  const lines = new Map(
    blanks.map((name, i) => [name, i < reach ? (own.get(name) ?? answers.get(name)!) : '']),
  )
  const written = new Map(
    [...lines].map(([name, body]) => [name, asWritten(name, body, own.has(name), chance)]),
  )
  return { id, lines, made, text: fileWith(written), isLate: chance() < 0.07 }
}

const pick = <T>(list: readonly T[], chance: Chance): T => list[Math.floor(chance() * list.length)]

const REMARKS =
  'chain rule|sum over the batch|sum over rows|upstream times local|same shape as counts|keepdim matters here|two paths, so add them|derivative of log is 1/x|power rule|product rule|broadcasted in forward, so sum in backward|transpose the weights|tanh derivative|only the picked entries|check the shape|not sure about this one|from the lecture|I think this is right|matrix multiply backward|batchnorm part|the 1/n factor|bessel correction|scatter back to the rows|minus because of the subtraction|one hot of the max'.split(
    '|',
  )
const NAMES = 'grad out res tmp result d g local upstream total part first second via a b left right'.split(
  ' ',
)
const WORDS =
  'because the loss only sees numbers that were copied twice here and my notes from monday say every row gets own share when forward pass divides by count so going back must collect them all again before moving on next line which took hours until drawing arrows on paper helped understand what happens with columns'.split(
    ' ',
  )

/** With comments and names of somebody's own; a right line in one of its forms. */
function asWritten(name: string, body: string, isWrong: boolean, chance: Chance): string {
  if (body === '') return ''
  const others = forms.get(name)!
  const line = !isWrong && others.length > 0 && chance() < 0.3 ? pick(others, chance) : body
  const local = pick(NAMES, chance)
  const isNamed = chance() < 0.15 && line.startsWith('return ') && !line.includes('\n')
  const named = isNamed ? `const ${local} = ${line.slice('return '.length)}\nreturn ${local}` : line
  const remark =
    chance() < 0.25
      ? `// ${pick(REMARKS, chance)}\n`
      : chance() < 0.04
        ? `// ${Array.from({ length: 5 + Math.floor(chance() * 6) }, () => pick(WORDS, chance)).join(' ')}\n`
        : ''
  return `${remark}${named}`
}

const filling = openFilling(generated, blanks, Object.keys(library))
/** The number of examples is no tensor, and may be asked for as well. */
const opened: Filling = { ...filling, offered: new Set([...filling.offered, 'n']) }

/** A whole file with these bodies. */
export function fileWith(bodies: ReadonlyMap<string, string>): string {
  return [...bodies].reduce(
    (sofar, [name, body]) => (body === '' ? sofar : filledIn(sofar, name, body)),
    opened,
  ).text
}

const reports = new Map<string, Report>()

/** Files that are the same but for comments, names and forms are judged once. */
export function judged({ lines }: Pick<SimulatedStudent, 'lines'>): Report {
  const text = fileWith(lines)
  const report = reports.get(text) ?? reported(EXERCISE, text)
  reports.set(text, report)
  return report
}

export function recordFor(student: SimulatedStudent): GradeRecord {
  return recordWith(student, judged(student))
}

export function recordWith({ id, isLate, text, lines }: SimulatedStudent, report: Report): GradeRecord {
  const grades = report.gradients.map(({ blank, verdict, diagnosis }) => ({
    ...{ blank, verdict, family: diagnosis?.family ?? null, short: diagnosis?.short ?? null },
    ...{ text: lines.get(blank) || null, max: 1 },
    score: ['exact', 'approximate', 'inherited'].includes(verdict) ? 1 : 0,
  }))
  return {
    ...{ version: 1, key: id, student: id, exercise: EXERCISE, status: 'graded', reason: null },
    ...{ max: blanks.length, late: isLate, seed: 42, file: `${id}.ts`, sha256: '0', tool: '0', node: '20' },
    ...{ pack: '0', room: 'thread', ms: 1, blanks: grades, report },
    traits: traitsOf(text, given, 'typescript'),
    score: grades.reduce((sum, { score }) => sum + score, 0),
  }
}

export const assignmentFor = (students: readonly { readonly id: string }[]): Assignment => ({
  exercises: [{ id: EXERCISE, title: 'The whole network', points: new Map(blanks.map(blank => [blank, 1])) }],
  students: students.map(({ id }) => ({ id, name: null, email: null, section: null })),
  hasRoster: true,
})
