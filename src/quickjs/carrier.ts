/** Brings a judge's orders to QuickJS, and its replies back. Judge and QuickJS take turns in one thread. */
import { type Limits, patienceOf } from '../learner/patience.ts'
import type { Modules } from '../room/loading.ts'
import type { RoomOrder } from '../room/messages.ts'
import type { Cause } from '../room/program.ts'
import { failingIn, questionIn, textsIn } from '../room/reply.ts'
import { type Answering, type Carrier, type Fields, type Reference, Stopped } from '../room/side.ts'
import { asRecord, Garbled } from '../room/stranger.ts'
import type { Obeyed, QuickMachine } from './machine.ts'
import { withPowers } from './powers.ts'
import { NUMBERS } from './window.ts'
import { inWordsOfV8 } from './words.ts'

/** Milliseconds between two looks at what runs. */
const SLICE = 10
/** What one order may ask. What was answered is known from then on, so that only a loop asks more. */
const QUESTIONS = 1000
/** QuickJS interprets what V8 compiles: the longest right files of the course take 3 to 5 times as long there. */
const SLOWER = 5
/** So many times as long as a call may take, by the clock, QuickJS is waited for where it listens to nobody. */
const DEAF = 10

export function quickCarrier(machine: QuickMachine, limits: Limits): Carrier {
  const patience = patienceOf({ ...limits, memory: Number.POSITIVE_INFINITY })
  let next = 0
  let scripts: Modules = {}
  const ask = (order: RoomOrder, answer: Answering): unknown => {
    let printed: readonly string[] = []
    let cause: Cause | null = null
    /** What the judge threw: it is thrown on where QuickJS has come to an end. */
    let thrown: { readonly error: unknown } | null = null
    let asked = 0
    let looked = performance.now()
    const isOver = (): boolean => {
      const now = performance.now()
      if (cause === null && now - looked > SLICE) {
        looked = now
        cause = patience.verdict()
      }
      return cause !== null
    }
    const answered = (text: string): string => {
      const said = read(text)
      if ('printed' in said) {
        printed = textsIn(said.printed)
        return ''
      }
      if (++asked > QUESTIONS) cause = 'timeout'
      patience.pause()
      next = 0
      const told = answer(questionIn(said))
      patience.resume()
      return JSON.stringify(told)
    }
    const modules = modulesIn(order)
    scripts = { ...scripts, ...modules }
    const outcome = machine.obey(JSON.stringify(withoutTexts(order)), modules, {
      isOver,
      answer(text) {
        try {
          return answered(text)
        } catch (error) {
          thrown ??= { error }
          cause ??= 'ended the program'
          throw error
        }
      },
      patience: DEAF * limits.time,
    })
    patience.pause()
    next = 0
    if (thrown !== null) throw (thrown as { error: unknown }).error
    cause ??= patience.verdict()
    if (cause !== null) throw new Stopped(cause, printed)
    return inItsWords(cameOf(outcome, printed))
  }
  /** A stack names a place in what was loaded. */
  const inItsWords = (reply: Fields): Fields => {
    const { came } = reply
    if (Object(came).kind !== 'threw') return reply
    const thrown = failingIn(came)
    return thrown.kind === 'threw' ? { ...reply, came: inWordsOfV8(thrown, scripts) } : reply
  }
  return {
    region: {
      put(data) {
        const at = next
        if (at + data.length > NUMBERS) throw new RangeError('more than can be carried over at once')
        next += data.length
        machine.numbers().set(data, at)
        return at
      },
      get(at, length) {
        if (!(at + length <= NUMBERS)) throw new Garbled('there are not as many numbers')
        return machine.numbers().slice(at, at + length)
      },
    },
    isFar: false,
    ask(order, answer, reference) {
      patience.begin(scaled(reference))
      return ask(order, answer)
    },
    begin: usual => patience.renew(scaled(usual)),
    prepare() {},
    restart: () => machine.restore(),
    end() {},
  }
}

const scaled = (reference: Reference | undefined): Reference | undefined =>
  reference && (() => SLOWER * reference())

const modulesIn = (order: RoomOrder): Modules => ('modules' in order ? mapped(order.modules, withPowers) : {})

/** Inside, a module is what it was compiled to. */
const withoutTexts = (order: RoomOrder): RoomOrder =>
  'modules' in order ? { ...order, modules: mapped(order.modules, () => '') } : order

const mapped = (modules: Modules, change: (js: string) => string): Modules =>
  Object.fromEntries(Object.entries(modules).map(([path, js]) => [path, change(js)]))

function cameOf(outcome: Obeyed, printed: readonly string[]): Fields {
  if ('said' in outcome) {
    const reply = read(outcome.said)
    if (!isOutOfMemory(reply)) return reply
    throw new Stopped('out of memory', printed)
  }
  const causes = { 'out of memory': 'out of memory', broken: 'ended the program', over: 'timeout' } as const
  throw new Stopped(causes[outcome.lost], printed)
}

const isOutOfMemory = ({ came }: Fields): boolean => {
  const { name, message } = Object(came) as Fields
  return name === 'InternalError' && message === 'out of memory'
}

function read(text: string): Fields {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    throw new Garbled('the learner\u2019s side sent no message')
  }
  return asRecord(said)
}
