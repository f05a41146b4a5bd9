/** Calls of a check, many at once in a thread. */
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { filledIn } from '../author/filled.ts'
import { type Exercise, readSolution } from '../catalogue/catalogue.ts'
import { allExercises } from '../cli/workspace.ts'
import { blanksOf } from '../notebook/solution.ts'
import { type Room, roomOver } from '../room/room.ts'
import type { Carrier } from '../room/side.ts'
import { program } from '../room/testing.ts'
import { generator } from '../tensor/random.ts'
import { openFilling, filledIn as withText } from '../text/filling.ts'
import { checkText } from './check.ts'
import { defaultLimits } from './patience.ts'
import { startThread } from './starting.ts'
import { carrierOver } from './thread.ts'

const data = fileURLToPath(new URL('../../exercises/data/names.txt', import.meta.url))
const exercises = allExercises(null).filter(({ id }) => /^(?:makemore\/0[57]|gpt\/10|hunts\/12)/.test(id))
const requestFor = (exercise: Exercise) => ({
  exercise,
  file: '/it.ts',
  seed: 42,
  data,
  limits: defaultLimits,
  program,
})

/** A room, and what is ordered in it. */
function openCounted(isFar: boolean): { readonly room: Room; readonly orders: string[] } {
  const carrier = carrierOver(startThread(program), program, defaultLimits)
  const orders: string[] = []
  const ask: Carrier['ask'] = (order, ...rest) => {
    orders.push(order.order)
    return carrier.ask(order, ...rest)
  }
  const room = roomOver({ ...carrier, isFar, ask })
  onTestFinished(() => room.end())
  return { room, orders }
}

const network = exercises.find(({ id }) => id.startsWith('makemore/07'))!

test.each([
  // dlogprobs needs no gradient: whether it uses one is tried, and then it is judged by value.
  ['right', 'return h.T.matmul(dlogits)', 'load,calls,call,calls,calls'],
  // Does it use what it asks for? Is it wrong at the table's sizes, too? What explains it, along each route?
  ['wrong', 'return h.T.matmul(dlogits).mul(2)', 'load,calls,call,calls,call,call,call,calls,calls,calls'],
])(
  'a check of 26 gradients takes few messages, where the machine has time for it: dW2 is %s',
  (name, line, messages) => {
    const { room, orders } = openCounted(true)
    const text = filledIn(network).replace('return h.T.matmul(dlogits)', line)
    const ordered = (): string => {
      orders.length = 0
      const { report } = checkText(requestFor(network), text, room)
      expect(report.passed).toBe(name === 'right')
      return orders.join()
    }
    // What isn't done within 50 ms is ordered by itself.
    const tries = Array.from({ length: 20 }, ordered)
    expect(tries).toContain(messages)
  },
)

/** What somebody could write in a blank instead of its answer. */
const others = [
  'return TODO()',
  'return arguments[0].loss.mul(2)',
  'return arguments[0].dloss',
  'throw new Error("not this one")',
  'return 3',
  'return arguments[0].nothing',
  'console.log("here"); return arguments[0].loss.mul(NaN)',
  'return "dloss" in arguments[0] ? arguments[0].loss.add(arguments[0].dloss) : 3',
]

const verdicts = new Set<string>()
const rows = exercises.map(exercise => [exercise.id, exercise] as const)
test.each(rows)(
  'of %s a report says the same as where each call is made by itself',
  (_, exercise) => {
    const right = `import { TODO } from 'backprop-ninja'\n${filledIn(exercise)}`
    const names = blanksOf(readSolution(exercise)).map(({ name }) => name)
    const rooms = [true, false].map(isFar => openCounted(isFar).room)
    for (const seed of [1, 2, 4, 8, 16]) {
      const { random } = generator(seed)
      let text = right
      for (const name of names)
        if (random() < 0.05 * seed)
          text = withText(openFilling(text, names), name, others[Math.floor(random() * others.length)]).text
      const [report, other] = rooms.map(room => checkText(requestFor(exercise), text, room).report)
      expect(report).toEqual(other)
      for (const { verdict } of report.gradients) verdicts.add(verdict)
    }
  },
  60_000,
)

test('all kinds of verdicts were among them', () => {
  const some = ['exact', 'approximate', 'blank', 'threw', 'shape', 'not finite', 'inherited']
  expect([...verdicts]).toEqual(expect.arrayContaining(some))
})
