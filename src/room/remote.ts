/** A program on the other side of a room: its functions are called by messages. */
import { sizeOf } from '../tensor/shape.ts'
import { keep, packKept } from './kept.ts'
import { CALLS, CASES, type CallOrder, type Question, type RoomAnswer } from './messages.ts'
import { type PackedTensor, pack, type Region } from './numbers.ts'
import { type Call, Later, noTape, type Program, type Scope, ScopeError, type ToCall } from './program.ts'
import { callIn } from './reply.ts'
import { type Side, Stopped } from './side.ts'
import { asList, asRecord } from './stranger.ts'

/** The module that the side has loaded last. */
export function programOver(side: Side, defines: ReadonlySet<string>): Program {
  /** A function that was stopped once is not called again. */
  const stopped = new Map<string, Stopped>()
  const caseOf = caseNumbers()
  const orderFor = (
    name: string,
    { values }: Scope,
    given: CallOrder['given'],
    record: boolean,
  ): CallOrder => {
    const { number, isNew } = caseOf(values, side.ready())
    const sent = isNew ? { values: packedValues(values, side.region) } : {}
    return { name, case: number, ...sent, given, record }
  }
  function call(name: string, scope: Scope, record = false): Call {
    const before = stopped.get(name)
    if (before !== undefined) return endedBy(before)
    try {
      // A new side hears first what was told before, which would be written over the gradients.
      side.ready()
      const { given } = likelyOf(scope, side.region)
      return side.ask(
        { order: 'call', ...orderFor(name, scope, given, record) },
        question => answerIn(scope, question, side.region),
        reply => callIn(reply, side.region),
      )
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
      stopped.set(name, error)
      return endedBy(error)
    }
  }
  function ahead(wanted: readonly ToCall[]): readonly (Call | null)[] {
    try {
      side.ready()
      const { orders, places } = ordersFor(wanted)
      const made = orders.length === 0 ? [] : callAll(orders)
      return places.map(at => {
        const call = at === null ? undefined : made[at]
        return call === undefined || call.came.kind === 'later' ? null : call
      })
    } catch (error) {
      // Which of them it was shows when each is called by itself.
      if (error instanceof Stopped) return wanted.map(() => null)
      throw error
    }
  }
  /** Orders for those that need nothing else, and of each of them all its place; null for one without an order. */
  function ordersFor(wanted: readonly ToCall[]) {
    const orders: CallOrder[] = []
    let numbers = 0
    const placeOf = new Map<string, number>()
    const places = wanted.map(({ name, scope, record = false }) => {
      if (stopped.has(name) || numbers > CALLS.numbers) return null
      const { given, later } = likelyOf(scope, side.region)
      for (const { shape } of Object.values(given)) numbers += sizeOf(shape)
      if (!later.every(name => placeOf.has(name))) return null
      const from = Object.fromEntries(later.map(name => [name, placeOf.get(name)!]))
      placeOf.set(name, orders.length)
      return orders.push({ ...orderFor(name, scope, given, record), from }) - 1
    })
    return { orders, places }
  }
  /** What came of the first of these. */
  const callAll = (calls: readonly CallOrder[]): readonly Call[] =>
    side.ask(
      { order: 'calls', calls },
      () => NO,
      reply => asList(reply.calls, calls.length).map(one => callIn(asRecord(one), side.region)),
    )
  return { defines, call, ...(side.isFar && { ahead }) }
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

/** The likely gradients that are there, and those that are not there yet. */
function likelyOf({ likely = [], gradient }: Scope, region: Region) {
  const given: Record<string, PackedTensor> = {}
  const later: string[] = []
  for (const name of likely) {
    try {
      given[name] = pack(gradient(name), region)
    } catch (error) {
      if (error instanceof Later) later.push(name)
      // The function will hear of it if it asks.
      else if (!(error instanceof ScopeError)) throw error
    }
  }
  return { given, later }
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
