/** A program on the other side of a room: its functions are called by messages. */
import { keep, packKept } from './kept.ts'
import { CASES, type Question, type RoomAnswer } from './messages.ts'
import { type PackedTensor, pack, type Region } from './numbers.ts'
import { type Call, Later, noTape, type Program, type Scope, ScopeError } from './program.ts'
import { callIn } from './reply.ts'
import { type Side, Stopped } from './side.ts'

/** The names that each function read the last time: the next call hands their values over. */
export type LastRead = Map<string, ReadonlySet<string>>

/** The module that the side has loaded last. `lastRead`: by functions that were called by the same names before. */
export function programOver(
  side: Side,
  defines: ReadonlySet<string>,
  lastRead: LastRead = new Map(),
): Program {
  /** A function that was stopped once is not called again. */
  const stopped = new Map<string, Stopped>()
  const caseOf = caseNumbers()
  return {
    defines,
    call(name, scope, record = false) {
      const before = stopped.get(name)
      if (before !== undefined) return endedBy(before)
      try {
        const { number, isNew } = caseOf(scope.values, side.ready())
        const values = isNew ? { values: packedValues(scope.values, side.region) } : {}
        const given = givenTo(scope, lastRead.get(name) ?? [], side.region)
        const call = side.ask(
          { order: 'call', name, case: number, ...values, given, record },
          question => answerIn(scope, question, side.region),
          reply => callIn(reply, side.region),
        )
        if (call.came.kind !== 'later') lastRead.set(name, call.read)
        return call
      } catch (error) {
        if (!(error instanceof Stopped)) throw error
        stopped.set(name, error)
        return endedBy(error)
      }
    },
  }
}

const ended = (came: Call['came']): Call => ({ came, read: new Set(), printed: [], tape: noTape })

const endedBy = ({ because, printed }: Stopped): Call => ({
  ...ended({ kind: 'stopped', cause: because }),
  printed,
})

/** Numbers for cases, in step with the side, which keeps as many: the values of a case cross once. */
function caseNumbers() {
  const known = new Map<Scope['values'], number>()
  let last = -1
  return (values: Scope['values'], side: number): { number: number; isNew: boolean } => {
    const number = side === last ? known.get(values) : undefined
    if (number !== undefined) return { number, isNew: false }
    if (side !== last || known.size === CASES) known.clear()
    last = side
    known.set(values, known.size)
    return { number: known.size - 1, isNew: true }
  }
}

const packedValues = (values: Scope['values'], region: Region): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, packKept(keep(value), region)]))

/** The gradients of these names that may be asked for, and are there. */
function givenTo(scope: Scope, names: Iterable<string>, region: Region): Record<string, PackedTensor> {
  const given: Record<string, PackedTensor> = {}
  for (const name of names) {
    if (Object.hasOwn(scope.values, name)) continue
    try {
      given[name] = pack(scope.gradient(name), region)
    } catch (error) {
      // The function will hear of it if it asks.
      if (!(error instanceof ScopeError || error instanceof Later)) throw error
    }
  }
  return given
}

function answerIn(scope: Scope, question: Question, region: Region): RoomAnswer {
  if (question.ask === 'has') return scope.has(question.name) ? { yes: true } : NO
  if (question.ask !== 'gradient') return NO
  try {
    return { tensor: pack(scope.gradient(question.name), region) }
  } catch (error) {
    if (error instanceof Later) return { later: error.gradient }
    if (error instanceof ScopeError) return { error: error.message, advice: error.advice ?? null }
    throw error
  }
}

const NO: RoomAnswer = { no: true }
