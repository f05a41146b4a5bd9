/** Answers that can be read in a pack which is to have none. */
import { type Exercise, readSolution } from '../../catalogue/catalogue.ts'
import { answerOf, blanksOf } from '../../notebook/solution.ts'
import { blankVersion } from '../filled.ts'

/** A line of an answer, in a file where nobody may read it. */
export interface Leak {
  readonly exercise: string
  readonly blank: string
  readonly text: string
  readonly path: string
  /** From 1. */
  readonly line: number
}

/** A line without what differs from place to place: spaces, quotes, what a comment or a `return` begins with. */
const normalised = (line: string): string =>
  line
    .replace(/^\s*(?:\/\/|#|\*)\s*(?:(?:hint|wrong \(.*?\)|given \(.*?\)):)?/, '')
    .replace(/\s\/\/ .*$/, '')
    .replace(/\breturn\s+/g, RETURN)
    .replace(/[\s;]/g, '')
    .replaceAll(/["`]/g, "'")

/** In place of the word, so that it is no part of what is returned. */
const RETURN = '\u21b5'
/** An answer that is one word in quotes is looked for with its `return`: the word alone may be one of a list. */
const WORD = /^\u21b5'[^']*'$/

const coreOf = (line: string): string => {
  const found = normalised(line)
  return WORD.test(found) ? found : found.replace(RETURN, '')
}

/** Characters: a shorter line says nothing by itself, and neither does one that only begins a loop or a condition. */
const SHORTEST = 8
const BEGINS = /[{([]$|=>$/

/**
 * Lines that only the answers have: what an exercise shows anyway, be it in the text or a hint of another one, is no
 * secret. `files`: those of the pack that is to have no answers.
 */
export function leaksIn(
  exercises: readonly Exercise[],
  files: readonly { readonly path: string; readonly content: string }[],
): Leak[] {
  const texts = exercises.map(exercise => ({ exercise, solution: readSolution(exercise) }))
  const hints = texts.flatMap(({ solution }) => blanksOf(solution).flatMap(spot => spot.hints))
  const shown = [...texts.flatMap(({ exercise }) => blankVersion(exercise).split('\n')), ...hints]
  const known = new Set(shown.map(normalised))
  const all = [...known].join('\n')
  const secrets = texts.flatMap(({ exercise, solution }) =>
    [...new Set(blanksOf(solution).map(({ name }) => name))].flatMap(blank =>
      (answerOf(solution, blank) ?? '')
        .split('\n')
        .map(text => ({ exercise: exercise.id, blank, text: text.trim(), core: coreOf(text) }))
        .filter(({ core }) => core.length >= SHORTEST && !BEGINS.test(core) && !all.includes(core)),
    ),
  )
  return files.flatMap(({ path, content }) => {
    const lines = content.split('\n').map(normalised)
    return secrets.flatMap(({ core, ...secret }) => {
      const at = lines.findIndex(line => !known.has(line) && hasWhole(line, core))
      return at === -1 ? [] : [{ ...secret, path, line: at + 1 }]
    })
  })
}

/** Whether it's in a line by itself, and not as the beginning or the end of something else. */
function hasWhole(line: string, core: string): boolean {
  for (let at = line.indexOf(core); at !== -1; at = line.indexOf(core, at + 1)) {
    const [before, after] = [line[at - 1] ?? '', line[at + core.length] ?? '']
    if (!/[\w.$]/.test(before) && !/[\w.$([]/.test(after)) return true
  }
  return false
}
