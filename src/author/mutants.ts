/** Wrong lines made out of a right one: each has one slip. */
import {
  assignmentsIn,
  type Expression,
  expressionsIn,
  expressionsOf,
  loopHeads,
  returnedBy,
} from '../text/expressions.ts'
import type { Span } from '../text/tree.ts'
import { type AnswerContext, ofAssignment, ofResult, rules } from './slips.ts'

export interface Mutant {
  readonly family: string
  /** The answer with the slip in it. */
  readonly text: string
}

/** `numberNames`: plain numbers in scope, such as the batch size. */
export function mutantsOf(
  answer: string,
  setting: Omit<AnswerContext, 'textOf'>,
  numberNames: readonly string[],
): Mutant[] {
  const textOf = ({ start, end }: Span): string => answer.slice(start, end)
  const found = new Map<string, Mutant>()
  const keep = (family: string, text: string): void => {
    if (text !== answer && !found.has(text)) found.set(text, { family, text })
  }
  const replace = ({ start, end }: Span, by: string): string =>
    answer.slice(0, start) + by + answer.slice(end)
  const heads = loopHeads(answer)
  const isInHead = ({ start }: Span): boolean => heads.some(head => head.start <= start && start < head.end)
  for (const root of expressionsOf(answer)) {
    for (const node of expressionsIn(root).filter(one => !isInHead(one))) {
      for (const rule of rules)
        for (const { family, text } of rule(node, { ...setting, textOf })) keep(family, replace(node, text))
    }
  }
  for (const result of returnedBy(answer))
    for (const { family, text } of ofResult(chainable(textOf(result), result), numberNames))
      keep(family, replace(result, text))
  for (const { sign, ...place } of assignmentsIn(answer))
    for (const { family, text } of ofAssignment[sign] ?? []) keep(family, replace(place, text))
  return [...found.values()]
}

/** So that a method can be called on it. */
const chainable = (text: string, { kind }: Expression): string =>
  kind === 'binary' || kind === 'unary' || kind === 'other' ? `(${text})` : text
