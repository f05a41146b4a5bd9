/** What class.md and class.html say alike. */
import { atlas } from '../diagnosis/atlas.ts'
import type { ClassSummary, OpenFileOf } from './class.ts'
import type { ManifestStray } from './manifest.ts'
import type { GradeOutcome } from './outcomes.ts'
import type { ScoreSpread } from './scores.ts'

export const OUTCOME_NAMES: { readonly [O in GradeOutcome]: string } = {
  right: 'right',
  inherited: 'right, fed a wrong gradient',
  shape: 'wrong shape',
  wrong: 'wrong',
  taken: "autograd's own",
  held: 'not read',
  blank: 'empty',
}

/** `1 student`, `12 students`. */
export const manyText = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`

export function headingOf({ exercises, students }: ClassSummary): string {
  const what = exercises.length === 1 ? exercises[0].title : manyText(exercises.length, 'exercise')
  return `${what}: ${manyText(students, 'student')}`
}

/** `295 files: 280 graded, 3 held …` */
export function statusesText({ files, late }: ClassSummary): string {
  const { missing, ...there } = files
  const many = Object.values(there).reduce((sum, each) => sum + each, 0)
  const kinds = Object.entries(there).filter(([, count]) => count > 0)
  return [
    `${manyText(many, 'file')} came in${many === 0 ? '' : `: ${kinds.map(([status, count]) => `${count} ${status}`).join(', ')}`}.`,
    ...(late.length === 0 ? [] : [`${late.length} came late.`]),
    ...(missing === 0 ? [] : [`${missing} ${missing === 1 ? 'is' : 'are'} missing.`]),
  ].join(' ')
}

/** `71%`; a share that isn't all is never told as 100%, nor one that isn't nothing as 0%. */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return '-'
  const share = Math.round((100 * part) / whole)
  return `${part === whole ? 100 : part === 0 ? 0 : Math.min(99, Math.max(1, share))}%`
}

export function scoresText({ count, max, mean, median }: ScoreSpread): string {
  if (count === 0) return 'Nothing was graded.'
  return `Of ${points(max)}, the mean of the ${count} that ${count === 1 ? 'was' : 'were'} graded is ${mean}, and the median ${median}.`
}

const points = (max: number): string => `${max} ${max === 1 ? 'point' : 'points'}`

/** Of the bars of a spread. */
export const scoreBarNames: readonly string[] = [
  ...Array.from({ length: 10 }, (_, i) => `${i * 10}–${i * 10 + 9}%`),
  'all',
]

/** What goes wrong, in a sentence. */
export const familyText = (family: string): string => atlas.find(entry => entry.family === family)?.what ?? ''

/** `once`, `12 times`. */
export const timesText = (times: number): string => (times === 1 ? 'once' : `${times} times`)

export const unknownText = ({ students, times }: ClassSummary['unknown']): string =>
  `${manyText(times, 'wrong line')} of ${manyText(students, 'student')}: ninja doesn't recognise the mistake.`

/** Above the pairs. */
export const ALIKE =
  'These files are the same, or share what few others in the class have. That is no proof: a person must look at both.'

/** What of two files is the same as a whole. */
export const SAME_NAMES: Readonly<Record<string, string>> = {
  file: 'the same file',
  code: 'the same but for comments and formatting',
}

/** Whose a file is that isn't graded, where that is known, and why it isn't; it goes on after its name. */
export const strayText = ({ student, reason }: ManifestStray): string =>
  `${student === null ? '' : `of ${student} `}${reason}`

/** How many have what two of them share. */
export const ownersText = (owners: number): string =>
  owners === 2 ? 'nobody else has it' : `${owners} students have it`

const WHY_OPEN: { readonly [S in OpenFileOf['status']]: string } = {
  graded: 'graded',
  missing: 'there is no file',
  ungradable: 'the file cannot be judged',
  held: 'something in it could not be read',
  stopped: 'it took too long, or too much memory',
}

export const whyOpen = ({ status, reason }: OpenFileOf): string =>
  `${WHY_OPEN[status]}${reason === null ? '' : ` (${reason})`}`
