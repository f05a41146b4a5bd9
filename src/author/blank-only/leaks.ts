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

/** A line of an answer, and what finds it: whatever the spaces and quotes are, and whatever is around it. */
interface AnswerLine {
  readonly text: string
  readonly pattern: RegExp
}

/** Characters: a shorter line says nothing by itself, and neither does one that only begins a loop or a condition. */
const SHORTEST = 8
const BEGINS: readonly string[] = ['{', '(', '[', '=>']
/** One word in quotes is looked for with its `return`: the word alone may be one of a list. */
const WORD = /^'[^']*'$/

function answerLines(solution: string, blank: string): AnswerLine[] {
  return (answerOf(solution, blank) ?? '').split('\n').flatMap(line => {
    const code = line.replace(/\s\/\/ .*$/, '').replace(/[\s;]+$/, '')
    const value = withoutReturn(code.trimStart())
    if (value.replace(/\s/g, '').length < SHORTEST || BEGINS.some(end => value.endsWith(end))) return []
    return [{ text: line.trim(), pattern: patternFor(WORD.test(value) ? code : value) }]
  })
}

const RETURN = 'return '

const withoutReturn = (code: string): string =>
  code.startsWith(RETURN) ? code.slice(RETURN.length).trimStart() : code

function patternFor(code: string): RegExp {
  const words = code.match(/[\w$]+|[^\s\w$]/g) ?? []
  const between = (i: number): string =>
    i === 0 ? '' : /^[\w$]/.test(words[i]) && /^[\w$]/.test(words[i - 1]) ? '\\s+' : '\\s*'
  const own = words.map((word, i) => `${between(i)}${partFor(word)}`).join('')
  // It is no part of something longer: `x.sum()` is not in `x.sum().neg()`, but it is in `x.sum(). That's all.`
  return new RegExp(`(?<![\\w$.])${own}(?![\\w$([]|\\.\\w)`)
}

const partFor = (word: string): string =>
  /['"`]/.test(word) ? '[\'"`]' : word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** Whether all of an answer can be read in a text. */
export function isReadIn(text: string, solution: string, blank: string): boolean {
  const answer = answerLines(solution, blank)
  return answer.length > 0 && answer.every(({ pattern }) => pattern.test(text))
}

/**
 * Lines that only the answers have: what an exercise shows anyway, be it in the text or a hint of another one, is no
 * secret. `files`: those of the pack that is to have no answers.
 */
export function leaksIn(
  exercises: readonly Exercise[],
  files: readonly { readonly path: string; readonly content: string }[],
): Leak[] {
  const texts = exercises.map(exercise => ({ exercise, solution: readSolution(exercise) }))
  const shown = texts
    .flatMap(({ exercise, solution }) => [
      blankVersion(exercise),
      ...blanksOf(solution).flatMap(({ hints }) => hints),
    ])
    .join('\n\n')
  const secrets = texts.flatMap(({ exercise, solution }) =>
    [...new Set(blanksOf(solution).map(({ name }) => name))].flatMap(blank =>
      answerLines(solution, blank)
        .filter(({ pattern }) => !pattern.test(shown))
        .map(line => ({ exercise: exercise.id, blank, ...line })),
    ),
  )
  return files.flatMap(({ path, content }) =>
    secrets.flatMap(({ pattern, ...secret }) => {
      const at = pattern.exec(content)?.index
      return at === undefined ? [] : [{ ...secret, path, line: content.slice(0, at).split('\n').length }]
    }),
  )
}
