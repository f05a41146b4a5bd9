/**
 * The special comments of a solution file. An answer stands between `// answer (its shape)` and `// end answer`; hints
 * stand above the function as `// hint: …`, one comment per tier, from idea to almost the line; a cell titled
 * `include FILE` stands for the cells of another file beside it; a cell titled `check` is the checker's alone, and one
 * titled `recipe` says how the network is trained. Wrong
 * answers (`wrong.ts`) stand below the right one; one that is given stands in the exercise in its place. In its text,
 * `// tex: …` below what is indented says the same as a formula, for those who can show one, and
 * what is below `// python:` is for the notebook in Python (`paragraphs.ts`).
 */
import { NinjaError } from '../errors.ts'
import { bodyOf, dedented } from '../text/bodies.ts'
import { ownersIn } from '../text/definitions.ts'
import { importedNames, mergeImports } from '../text/imports.ts'
import { sourceOf } from '../text/source.ts'
import { type Cell, hasMarker, joinCells, parseCells, withoutSlashes } from './cells.ts'
import { isOfTex } from './markdown.ts'
import { withoutPython } from './paragraphs.ts'
import { ANSWER, END, givenIn, isOfWrong, withoutWrong } from './wrong.ts'

/** Reads a file that is included, by the name in the include. */
export type ReadPart = (name: string) => string

const HINT = /^\s*\/\/ hint: ?(.*)$/
const CONTINUED = /^\s*\/\/ {2,}(.*)$/
const INCLUDE = /^include (\S+)$/

/** Something that the learner fills in. */
export interface BlankSpot {
  /** The name of the function the blank is in; of a method, with its class: `Value.mul`. */
  readonly name: string
  /** What stands beside `TODO()`: usually the shape. */
  readonly note: string
  /** Tiers, from idea to almost the line. */
  readonly hints: readonly string[]
  /** The title of its cell. */
  readonly title: string
}

/**
 * The file that the learner edits: answers blanked or spoilt as the solution says, hints and checks dropped, included
 * files put in their place.
 */
export function toExercise(solution: string, readPart: ReadPart): string {
  const { cells, imported } = blankedCells(solution, readPart)
  const text = joinCells(cells)
  return mergeImports(text, text.includes('TODO()') ? [...imported, 'TODO'] : imported)
}

/** The cells of the exercise that have no blank in them, before their imports are put together. */
export function fixedCells(solution: string, readPart: ReadPart): Cell[] {
  const blanks = new Set(
    parseCells(solution)
      .filter(hasAnswer)
      .map(({ title }) => title),
  )
  return blankedCells(solution, readPart).cells.filter(({ title }) => !blanks.has(title))
}

const hasAnswer = ({ lines }: Cell): boolean => lines.some(line => ANSWER.test(line))

function blankedCells(solution: string, readPart: ReadPart): Parts {
  const { cells, imported } = withParts(solution, readPart)
  const given = givenIn(solution)
  const owners = given.size === 0 ? [] : ownersIn(solution)
  const blanked = cells
    .filter(isLearners)
    .map(cell => ({ ...cell, lines: blankLines(cell, ({ line }, i) => given.get(owners[line - 1 + i])) }))
  return { cells: blanked, imported }
}

/** The solution with its included files in place, answers and hints left as they are. */
export function toWhole(text: string, readPart: ReadPart): string {
  const { cells, imported } = withParts(text, readPart)
  return mergeImports(joinCells(cells), imported)
}

/** The files that a solution includes. */
export const includedIn = (solution: string): string[] =>
  parseCells(solution).flatMap(({ title }) => INCLUDE.exec(title)?.[1] ?? [])

/** Whether learners get a cell. */
export const isLearners = ({ title }: Cell): boolean => title !== 'check' && title !== 'recipe'

/** Whether a solution has a cell that checks what is no gradient. */
export const hasCheck = (solution: string): boolean => /^\/\/ %% check[^\S\n]*$/m.test(solution)

/** Whether a solution says how its network is trained. */
export const hasRecipe = (solution: string): boolean => /^\/\/ %% recipe[^\S\n]*$/m.test(solution)

/** What of a solution runs before any answer: its code without the cells that hold one, line numbers kept. */
export function withoutAnswers(solution: string): string {
  const lines = parseCells(solution).flatMap(cell => {
    const kept = cell.kind === 'code' && isLearners(cell) && !hasAnswer(cell)
    return kept ? cell.lines : cell.lines.map(() => '')
  })
  return lines.join('\n')
}

/** The blanks in the order of the file. */
export function blanksOf(solution: string): BlankSpot[] {
  const answered = parseCells(solution).filter(hasAnswer)
  // Their cells alone are read sooner than the file, if they can be read alone.
  const alone = joinCells(answered)
  const canBe = sourceOf(alone).program !== null
  const owners = ownersIn(canBe ? alone : solution)
  const cells = canBe ? parseCells(alone) : answered
  return cells.flatMap(cell => {
    const spots: BlankSpot[] = []
    let hints: string[] = []
    let inHint = false
    for (const [i, line] of cell.lines.entries()) {
      const hint = HINT.exec(line)
      const continued: RegExpExecArray | null = inHint ? CONTINUED.exec(line) : null
      if (hint !== null) hints.push(hint[1])
      else if (continued !== null) hints[hints.length - 1] += ` ${continued[1]}`
      inHint = hint !== null || continued !== null
      const answer = ANSWER.exec(line)
      if (answer === null) continue
      spots.push({ name: owners[cell.line - 1 + i], note: answer[2] ?? '', hints, title: cell.title })
      hints = []
    }
    return spots
  })
}

/** The heading of the first markdown cell, without its `#`. */
export function titleOf(text: string): string {
  return /^\/\/ # (.*)$/m.exec(text)?.[1].trim() ?? ''
}

interface Parts {
  readonly cells: Cell[]
  /** What the parts that are included import from the library. */
  readonly imported: readonly string[]
}

function withParts(text: string, readPart: ReadPart): Parts {
  const imported: string[] = []
  const cells = parseCells(text).flatMap(cell => {
    const name = INCLUDE.exec(cell.title)?.[1]
    if (name === undefined) return [cell]
    const part = readPart(name)
    imported.push(...importedNames(part))
    const placed = parseCells(part).filter(hasMarker)
    return placed.map((p, i) => (i < placed.length - 1 ? p : { ...p, lines: endedByBlank(p.lines) }))
  })
  return { cells, imported }
}

/** Exactly one empty line between an included cell and what follows it. */
const endedByBlank = (lines: readonly string[]): string[] => [...lines.join('\n').trimEnd().split('\n'), '']

function blankLines(cell: Cell, givenAt: (cell: Cell, line: number) => string | undefined): string[] {
  const out: string[] = []
  if (cell.kind === 'markdown') return withoutTex(withoutPython(cell.lines))
  const wrong = isOfWrong(cell.lines)
  let answer: RegExpExecArray | null = null
  let inHint = false
  for (const [i, line] of cell.lines.entries()) {
    if (wrong[i]) continue
    if (answer !== null) {
      if (END.test(line)) answer = null
      continue
    }
    const startsHint = HINT.test(line)
    inHint = startsHint || (inHint && CONTINUED.test(line))
    if (inHint) continue
    answer = ANSWER.exec(line)
    if (answer === null) out.push(line)
    else out.push(...beginning(answer, givenAt(cell, i)))
  }
  if (answer !== null) {
    throw new NinjaError(
      'pack',
      `an answer has no end: "${answer[0].trim()}"`,
      'add "// end answer" below it',
    )
  }
  return out
}

function withoutTex(lines: readonly string[]): string[] {
  const tex = isOfTex(lines.map(withoutSlashes))
  return lines.filter((_, i) => !tex[i])
}

/** What stands in the exercise in place of an answer. */
function beginning([, margin, note]: RegExpExecArray, given: string | undefined): string[] {
  const lines = given?.split('\n') ?? [`return TODO()${note === undefined ? '' : ` // ${note}`}`]
  return lines.map(line => `${margin}${line}`)
}

/** A function's body in a solution: without the comments that mark the answer. */
export function answerOf(solution: string, name: string): string | null {
  const body = bodyOf(solution, name)
  return body === null ? null : dedented(withoutWrong(body).replace(/^\s*\/\/ (?:end )?answer\b.*\n?/gm, ''))
}
