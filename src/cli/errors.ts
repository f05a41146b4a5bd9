/** From what went wrong to what is said and to the exit status. */
import { type ErrorCode, NinjaError, type Reason } from '../errors.ts'
import { isDenied, PERMISSION } from '../progress/refusal.ts'

/** 0 all right, 1 something wrong or blank, 2 usage, 3 a broken pack, 4 our bug, 124 a time-out. */
export const exitStatus: { readonly [C in ErrorCode]: number } = {
  usage: 2,
  tensor: 1,
  exercise: 1,
  workspace: 2,
  data: 2,
  pack: 3,
  timeout: 124,
}

export const BUG = 4

export interface Problem {
  readonly code: ErrorCode | 'internal'
  readonly message: string
  readonly advice: string | null
  readonly reason: Reason | null
  readonly status: number
}

/** Anything that was thrown, as a problem to show. What is not a `NinjaError` is a bug of ours and says so. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof NinjaError) {
    const { code, message, advice = null, reason = null } = thrown
    return { code, message, advice, reason, status: exitStatus[code] }
  }
  if (isDenied(thrown)) {
    const message = "Node's permission model doesn't allow what this command needs"
    return { code: 'workspace', message, advice: PERMISSION, reason: null, status: exitStatus.workspace }
  }
  const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown))
  return {
    code: 'internal',
    message: message.startsWith('internal:') ? message : `internal: ${message}`,
    advice: `this is a bug in backprop-ninja, not in your code; please report it with this:\n${stack}`,
    reason: null,
    status: BUG,
  }
}
