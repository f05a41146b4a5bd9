/** Why a solution does not run, as its author needs to hear it: what was thrown, in which line, and what to do. */
import type { Exercise } from '../catalogue/catalogue.ts'
import { lineInStack } from '../checker/check.ts'
import { adviceOn } from '../checker/text/advice-on-error.ts'
import { NinjaError } from '../errors.ts'
import { type Flaw, found } from './flaw.ts'

export function faultOf({ id, solution }: Exercise, error: unknown): Flaw {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  const line = lineInStack(stack ?? null, solution)
  const where = line === null ? '' : ` (line ${line})`
  const advice = error instanceof NinjaError ? error.advice : adviceOn(name, message, [], null)
  return found(
    id,
    'answers',
    `it does not run: ${withoutId(message, id)}${where}`,
    advice ?? 'fix the solution',
  )
}

/** A finding says which exercise it is about. */
export const withoutId = (message: string, id: string): string =>
  message.startsWith(`${id}: `) ? message.slice(id.length + 2) : message
