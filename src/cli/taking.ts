/** Blanks filled in from the learner's own passed exercises: what fits is what the check finds right. */
import { existsSync } from 'node:fs'
import { type Exercise, readSolution } from '../catalogue/catalogue.ts'
import { examine } from '../checker/examine.ts'
import { passes, type Verdict } from '../checker/report.ts'
import { NinjaError } from '../errors.ts'
import { openPlace, openRoom, type Request } from '../learner/check.ts'
import { openText, readExerciseFile } from '../learner/files.ts'
import { isPassed, type Progress } from '../progress/progress.ts'
import type { LeftBlank, TakenBlank } from '../terminal/taking.ts'
import {
  emptyBlanks,
  type Lacking,
  openRecipient,
  pieceFrom,
  type TakenBody,
  withPieces,
} from '../text/taking.ts'
import { freshExercise } from './files.ts'
import { isNotebook } from './notebook-file.ts'
import { blankNames } from './ready.ts'
import { fileOf, type Workspace } from './workspace.ts'

export interface Takeover {
  readonly text: string
  readonly taken: readonly TakenBlank[]
  readonly left: readonly LeftBlank[]
}

/** What a learner has written, and where. */
export interface OwnWork {
  readonly workspace: Workspace
  readonly all: readonly Exercise[]
  readonly progress: Progress
}

/** A passed exercise, and what the learner has of it. */
interface Source {
  readonly from: Exercise
  readonly text: string
}

/** A line of the learner's that may fit. */
interface Candidate {
  readonly from: Exercise
  readonly piece: TakenBody
}

/** `text`: of the learner's file. Throws an `exercise` error where it can't be judged at all. */
export function takeOver(request: Request, text: string, written: OwnWork): Takeover {
  const { exercise } = request
  const base = isWindows(text) ? unix(text) : text
  const blanks = blankNames(exercise)
  const empty = emptyBlanks(base, freshExercise(exercise), blanks)
  const { taken, left } = triedOn(request, base, blanks, sourcesFor(exercise, empty, written))
  const whole = withPieces(openRecipient(base, blanks), piecesOf(taken.values()))
  return {
    text: isWindows(text) ? whole.replaceAll('\n', '\r\n') : whole,
    taken: empty.flatMap(name => {
      const one = taken.get(name)
      if (one === undefined) return []
      return [{ name, from: one.from.id, helpers: one.piece.helpers.flatMap(({ names }) => names) }]
    }),
    left: empty
      .filter(name => !taken.has(name))
      .map(name => left.get(name) ?? notPassed(name, exercise, written)),
  }
}

/** Whether all lines end as Windows ends them. */
const isWindows = (text: string): boolean => text.includes('\r\n') && !/(?<!\r)\n/.test(text)

const unix = (text: string): string => text.replaceAll('\r\n', '\n')

const piecesOf = (candidates: Iterable<Candidate>): TakenBody[] => [...candidates].map(({ piece }) => piece)

/** By blank, the passed exercises that have it. */
export function sourcesFor(
  to: Exercise,
  blanks: readonly string[],
  { all, progress, workspace }: OwnWork,
): ReadonlyMap<string, readonly Source[]> {
  const found = new Map<string, Source[]>(blanks.map(name => [name, []]))
  for (const from of nearestFirst(all, to)) {
    if (!isPassed(progress, from.id)) continue
    const shared = sharedBlanks(from, blanks)
    const text = shared.length === 0 ? null : ownText(fileOf(workspace, from))
    for (const name of shared) if (text !== null) found.get(name)!.push({ from, text })
  }
  return found
}

/** Those of these blanks that an exercise has too. Its solution is only parsed where it may have one. */
function sharedBlanks(from: Exercise, blanks: readonly string[]): string[] {
  const solution = readSolution(from)
  if (!blanks.some(name => solution.includes(name.split('.').at(-1)!))) return []
  const own = blankNames(from)
  return blanks.filter(name => own.includes(name))
}

/** The other exercises: those before this one in its track, the nearest first, then those after it, then other tracks. */
function nearestFirst(all: readonly Exercise[], to: Exercise): Exercise[] {
  const isOwn = ({ track }: Exercise): boolean => track === to.track
  const at = all.findIndex(({ id }) => id === to.id)
  const [before, after] = [all.slice(0, at).reverse(), all.slice(at + 1)]
  const others = [...before, ...after]
  return [...others.filter(isOwn), ...others.filter(one => !isOwn(one))]
}

/** Null for a file that is gone or is no text. */
export function ownText(file: string): string | null {
  try {
    return existsSync(file) && !isNotebook(file) ? unix(readExerciseFile(file)) : null
  } catch (error) {
    if (error instanceof NinjaError) return null
    throw error
  }
}

interface Tried {
  readonly taken: ReadonlyMap<string, Candidate>
  readonly left: ReadonlyMap<string, LeftBlank>
}

/** For each blank its sources one after another, until the check finds one right; all blanks at once. */
function triedOn(
  request: Request,
  base: string,
  blanks: readonly string[],
  sources: ReadonlyMap<string, readonly Source[]>,
): Tried {
  const to = openRecipient(base, blanks)
  const taken = new Map<string, Candidate>()
  const left = new Map<string, LeftBlank>()
  const judge = openJudge(request)
  const leave = (blank: LeftBlank, { track }: Exercise): void => {
    // In another track, what has the same name is seldom the same.
    if (track === request.exercise.track && !left.has(blank.name)) left.set(blank.name, blank)
  }
  const tryAll = (tried: ReadonlyMap<string, Candidate>): void => {
    const right = judge.rightIn(withPieces(to, piecesOf([...taken.values(), ...tried.values()])))
    if (right === null && tried.size > 1) {
      // One of them keeps the file from running.
      for (const one of tried) tryAll(new Map([one]))
      return
    }
    for (const [name, one] of tried) {
      if (right?.has(name)) taken.set(name, one)
      else leave({ name, from: one.from.id, why: 'not right', lacking: [] }, one.from)
    }
  }
  try {
    judge.demandRunning(base)
    const most = Math.max(0, ...[...sources.values()].map(list => list.length))
    for (let nth = 0; nth < most; nth++) {
      const tried = new Map<string, Candidate>()
      for (const [name, own] of sources) {
        if (nth >= own.length || taken.has(name)) continue
        const { from, text } = own[nth]
        const piece = pieceFrom(text, name, to)
        if (piece !== null && 'edits' in piece) tried.set(name, { from, piece })
        else leave(reasonFor(name, from, piece), from)
      }
      if (tried.size > 0) tryAll(tried)
    }
    return { taken, left }
  } finally {
    judge.end()
  }
}

const reasonFor = (name: string, { id }: Exercise, piece: Lacking | null): LeftBlank =>
  piece === null
    ? { name, from: id, why: 'blank', lacking: [] }
    : { name, from: id, why: 'lacking', lacking: piece.lacking }

/** Where it can be learned, if anywhere before. */
function notPassed(name: string, to: Exercise, { all, progress }: OwnWork): LeftBlank {
  const earlier = nearestFirst(all, to).find(
    one => one.track === to.track && one.number < to.number && sharedBlanks(one, [name]).length > 0,
  )
  const from = earlier !== undefined && !isPassed(progress, earlier.id) ? earlier.id : null
  return { name, from, why: 'not passed', lacking: [] }
}

/** Judges versions of one file, one after another. */
function openJudge(request: Request) {
  const room = openRoom(request)
  const { ground } = openPlace(request, room)
  const examined = (text: string): Pick<ReturnType<typeof examine>, 'findings' | 'failure'> | null => {
    const { submission } = openText(request.exercise, text, request.file)
    return submission === null ? null : examine(ground, submission, room)
  }
  return {
    /** The blanks of which all is right; null where the file doesn't run. */
    rightIn(text: string): ReadonlySet<string> | null {
      const { failure, findings } = examined(text) ?? { failure: true, findings: [] }
      if (failure !== null) return null
      const wrong = new Set(findings.filter(({ verdict }) => !isRight(verdict)).map(({ blank }) => blank))
      return new Set(findings.map(({ blank }) => blank).filter(blank => !wrong.has(blank)))
    },
    demandRunning(text: string): void {
      const found = examined(text)
      if (found !== null && found.failure === null) return
      const why = found?.failure?.message ?? 'there is a mistake outside of its blanks'
      throw new NinjaError('exercise', `your file can't be judged: ${why}`, 'ninja check says more')
    },
    end: (): void => room.end(),
  }
}

/** A right line may be fed a wrong gradient by another one. */
const isRight = (verdict: Verdict): boolean => passes(verdict) || verdict === 'inherited'
