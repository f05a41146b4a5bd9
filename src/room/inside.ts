/** The learner's side of a room: does what the judge orders, with the learner's code, and tells what came of it. */
import type { Check, CheckSource, Pair } from '../catalogue/exercise.ts'
import { type Names, parseNames } from '../dataset/names.ts'
import { parseTable } from '../dataset/table.ts'
import { invariant } from '../errors.ts'
import { generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { callWith } from './calling.ts'
import { keep, packKept, unpackKept } from './kept.ts'
import { type Compile, type Exports, loadModule, type Modules } from './loading.ts'
import { type Ask, CALLS, CASES, type CallOrder, type RoomAnswer, type RoomOrder } from './messages.ts'
import { pack, packTape, type Region, unpack } from './numbers.ts'
import { printed as asPrinted } from './printing.ts'
import { type Call, Later, type LearnerFunction, type Scope, ScopeError } from './program.ts'
import { thrownAs } from './thrown.ts'
import { sweep } from './traces.ts'

/** How much is printed in one go, in texts and in characters. */
const PRINTS = 1000
const PRINTED = 200_000

/** What is left for the judge at most: it is written anew with each text. */
const LEFT = 100
const LEFT_LENGTH = 20_000

// Taken now: the learner's code can't change it.
const { now } = Date

export interface Inside {
  /** Runs a module as the judge's order does; gives what it exports. */
  readonly load: (modules: Modules, entry: string) => Exports
  /** Gives the reply to an order. */
  readonly obey: (order: RoomOrder) => object
  /** What the learner's code is given to print with. */
  readonly console: object
}

/** `leave`: puts what was printed where the judge finds it even if nothing else comes. */
export function openInside(
  region: Region,
  askJudge: Ask,
  compile: Compile,
  leave: (printed: readonly string[]) => void = () => {},
): Inside {
  const prints = recorder(leave)
  const ask: Ask = question => {
    const answer = askJudge(question)
    prints.leaveAgain()
    return answer
  }
  const cases = new Map<number, Scope['values']>()
  let learner: Exports = {}
  let check: Exports = {}
  let pairs: readonly Pair[] = []

  /** `known`: gradients that need not be asked for. */
  const scopeOf = (values: Scope['values'], known: Map<string, Tensor>, ask: Ask): Scope => {
    const there = new Map<string, boolean>()
    return {
      values,
      has: name => {
        const known = Object.hasOwn(values, name) ? true : there.get(name)
        if (known !== undefined) return known
        const told = 'yes' in answered(ask({ ask: 'has', name }))
        there.set(name, told)
        return told
      },
      gradient: name => {
        const here = known.get(name)
        if (here !== undefined) return here
        const answer = answered(ask({ ask: 'gradient', name }))
        invariant('tensor' in answer, `the judge gave no ${name}`)
        const told = unpack(answer.tensor, region)
        known.set(name, told)
        return told
      },
    }
  }
  /** A call with all that came with it; `made`: those before it. */
  const prepared = (
    { name, case: number, values, given, from = {}, record }: CallOrder,
    ask: Ask,
  ): ((made: readonly Call[]) => Call) => {
    if (values !== undefined) {
      if (cases.size === CASES) cases.clear()
      cases.set(
        number,
        Object.fromEntries(Object.entries(values).map(([key, one]) => [key, unpackKept(one, region)])),
      )
    }
    const known = new Map(Object.entries(given).map(([name, packed]) => [name, unpack(packed, region)]))
    const scope = scopeOf(cases.get(number)!, known, ask)
    return made => {
      for (const [name, at] of Object.entries(from)) {
        const { came } = made[at]
        if (came.kind === 'value') known.set(name, came.value)
      }
      return callWith(learner[name] as LearnerFunction, scope, record, prints.take)
    }
  }
  const calls = (orders: readonly CallOrder[]): object => {
    // What is told is written over what came: first all of it is read.
    const all = orders.map(order => prepared(order, askLater))
    const made: Call[] = []
    const since = now()
    let numbers = 0
    for (const make of all) {
      const call = make(made)
      made.push(call)
      if (call.came.kind === 'value') numbers += call.came.value.data.length
      for (const { output } of call.tape.steps) numbers += output.data.length
      if (now() - since > CALLS.time || numbers > CALLS.numbers) break
    }
    return { calls: made.map(call => packedCall(call, region)) }
  }
  const source = (seed: number): CheckSource => {
    let names: Names | null = null
    return {
      g: generator(seed),
      get names() {
        names ??= parseNames(textIn(ask({ ask: 'names' })))
        return names
      },
      table: name => parseTable(textIn(ask({ ask: 'table', name })), name),
    }
  }
  const attempt = (work: () => object): object => {
    prints.take()
    try {
      return { ...work(), printed: prints.take() }
    } catch (thrown) {
      return { came: thrownAs(thrown), printed: prints.take() }
    }
  }
  const load = (modules: Modules, entry: string): Exports => {
    cases.clear()
    sweep()
    learner = loadModule(modules, entry, prints.console, compile)
    return learner
  }
  const jobs: { readonly [O in RoomOrder['order']]: (order: Extract<RoomOrder, { order: O }>) => object } = {
    load: ({ modules, entry }) =>
      attempt(() => {
        const loaded = load(modules, entry)
        return { defines: Object.keys(loaded).filter(name => typeof loaded[name] === 'function') }
      }),
    call: order => packedCall(prepared(order, ask)([]), region),
    calls: ({ calls: orders }) => calls(orders),
    check: ({ modules, entry }) =>
      attempt(() => {
        check = loadModule(modules, entry, prints.console, compile)
        return {}
      }),
    draw: ({ seed }) =>
      attempt(() => {
        pairs = (check.check as Check<object>)(learner, source(seed))
        return { rows: pairs.map(({ name, blank }) => [String(name), String(blank)]) }
      }),
    row: ({ at }) => attempt(() => ({ kept: packKept(keep(pairs[at].learner()), region) })),
    picture: ({ seed }) =>
      attempt(() => {
        const draw = check.picture as (learner: object, source: CheckSource) => unknown
        return { kept: packKept(keep(draw(learner, source(seed))), region) }
      }),
    'let go': () => ({}),
  }
  return {
    load,
    obey: order => (jobs[order.order] as (order: RoomOrder) => object)(order),
    console: prints.console,
  }
}

/** Of many calls none asks the judge. */
const askLater: Ask = question => ({ later: 'name' in question ? question.name : '' })

/** Throws what the judge says against it. */
function answered(answer: RoomAnswer): RoomAnswer {
  if ('later' in answer) throw new Later(answer.later)
  if ('error' in answer) throw new ScopeError(answer.error, answer.advice ?? undefined)
  return answer
}

function textIn(answer: RoomAnswer): string {
  invariant('text' in answer, 'the judge gave no text')
  return answer.text
}

function packedCall({ came, read, printed, tape }: Call, region: Region): object {
  const rest = { read: [...read], printed }
  try {
    const packed = packTape(tape, region)
    const told =
      came.kind === 'value'
        ? { kind: 'value', place: packed?.place(came.value) ?? -1, tensor: pack(came.value, region) }
        : came.kind === 'number'
          ? { kind: 'number', value: packKept(came.value, region) }
          : came
    return { came: told, ...rest, tape: packed?.tape ?? null }
  } catch (error) {
    return { came: thrownAs(error), ...rest, tape: null }
  }
}

function recorder(leave: (printed: readonly string[]) => void) {
  let texts: string[] = []
  let length = 0
  const leaveAgain = (): void => {
    if (texts.length > 0 && texts.length <= LEFT && length < LEFT_LENGTH) leave(texts)
  }
  const write = (...values: unknown[]): void => {
    if (texts.length > PRINTS || length > PRINTED) return
    const text = asPrinted(values)
    texts.push(texts.length === PRINTS || length + text.length > PRINTED ? '… and more' : text)
    length += text.length
    leaveAgain()
  }
  const names = ['log', 'info', 'warn', 'error', 'debug', 'dir', 'table', 'trace']
  const nothing = (): void => {}
  const silent = ['assert', 'clear', 'count', 'countReset', 'group', 'groupEnd', 'time', 'timeEnd', 'timeLog']
  return {
    console: Object.freeze({
      ...Object.fromEntries(names.map(name => [name, write])),
      ...Object.fromEntries(silent.map(name => [name, nothing])),
    }),
    leaveAgain,
    take: (): readonly string[] => {
      const taken = texts
      texts = []
      length = 0
      return taken
    },
  }
}
