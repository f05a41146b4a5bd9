/** Wrong lines made out of a right one: each has one slip. */
import { ofResult, ofStatements, rules, type Setting } from './slips.ts'
import { expressionsOf, type Node, nodesOf, type Span } from './syntax.ts'

export interface Mutant {
  readonly family: string
  /** The answer with the slip in it. */
  readonly text: string
}

/** `numberNames`: plain numbers in scope, such as the batch size. */
export function mutantsOf(
  answer: string,
  setting: Omit<Setting, 'textOf'>,
  numberNames: readonly string[],
): Mutant[] {
  const textOf = ({ start, end }: Span): string => answer.slice(start, end)
  const found = new Map<string, Mutant>()
  const keep = (family: string, text: string): void => {
    if (text !== answer && !found.has(text)) found.set(text, { family, text })
  }
  const replace = ({ start, end }: Span, by: string): string =>
    answer.slice(0, start) + by + answer.slice(end)
  for (const root of expressionsOf(answer)) {
    for (const node of nodesOf(root).filter(one => !isInHead(answer, one))) {
      for (const rule of rules)
        for (const { family, text } of rule(node, { ...setting, textOf })) keep(family, replace(node, text))
    }
  }
  for (const result of resultsOf(answer))
    for (const { family, text } of ofResult(chainable(textOf(result), result), numberNames))
      keep(family, replace(result, text))
  for (const [family, from, to] of ofStatements)
    for (const { 0: sign, index } of answer.matchAll(from))
      keep(family, replace({ start: index, end: index + sign.length }, to))
  return [...found.values()]
}

/** The expressions that are returned. */
const resultsOf = (answer: string): Node[] =>
  expressionsOf(answer).filter(({ start }) => /\breturn\s+$/.test(answer.slice(0, start)))

/** So that a method can be called on it. */
const chainable = (text: string, { kind }: Node): string =>
  kind === 'binary' || kind === 'unary' || kind === 'other' ? `(${text})` : text

/** The head of a loop: what is changed there may never end. */
function isInHead(answer: string, { start }: Span): boolean {
  const line = answer.lastIndexOf('\n', start - 1) + 1
  return /^\s*(for|while)\b/.test(answer.slice(line)) && answer.indexOf('{', line) > start
}
