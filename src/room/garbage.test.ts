/** That what a stranger sends is read as a value or refused, whatever it is, and at once. */
import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { tensor } from '../tensor/creation.ts'
import { generator } from '../tensor/random.ts'
import { openInside } from './inside.ts'
import { keep, packKept, unpackKept } from './kept.ts'
import type { CallOrder, Question, RoomAnswer, RoomOrder } from './messages.ts'
import { pack, type Region, unpack } from './numbers.ts'
import { callIn, defined, failingIn, questionIn, rowsIn, textsIn } from './reply.ts'
import { roomOver } from './room.ts'
import { asList, asRecord, Garbled } from './stranger.ts'
import { scripted } from './testing.ts'

/** Numbers as two threads share them, but for the threads. */
function regionOf(count = 2 ** 14): Region {
  const floats = new Float64Array(count)
  let next = 0
  return {
    put(data) {
      floats.set(data, next)
      next += data.length
      return next - data.length
    },
    get(at, length) {
      if (at + length > floats.length) throw new Garbled('there are not as many numbers')
      return floats.slice(at, at + length)
    },
  }
}

const learner = `
  import { stack, tensor, TODO } from 'backprop-ninja'
  console.log('loaded', [1, 2])
  export const value = ({ x, dy }: any) => stack([x.mul(dy).sum(0, { keepdim: true }), dy.exp().add(1)]).permute(1, 0, 2).view(-1)
  export const read = ({ n, x }: any) => { console.log(n); return x.expand(2, 2, 2).sum([0, 1]).softmax(0) }
  export const number = ({ n }: any) => n * NaN
  export const other = (given: any) => ['x' in given, given]
  export const thrown = () => { throw new RangeError('no', { cause: 1 }) }
  export const unknown = ({ nothing }: any) => nothing
  export const blank = () => TODO()
  export const list = () => [1, 'a', [tensor([1, 2]), true, [NaN, -0, Infinity]], undefined, []]`

const region = regionOf()
const [x, dy] = [
  tensor([
    [1, 2],
    [3, 4],
  ]),
  tensor([
    [5, 6],
    [7, 8],
  ]),
]
const ask = (question: Question): RoomAnswer =>
  'name' in question && question.name === 'dy'
    ? { tensor: pack(dy, region) }
    : question.ask === 'has'
      ? { no: true }
      : { error: 'there is none', advice: null }
const { obey } = openInside(region, ask, (js, path) =>
  new vm.Script(js, { filename: path }).runInThisContext(),
)
const check = `(function () { return { check: learner => [{ name: 'a', blank: 'list', learner: learner.list }, { name: 'b', blank: 'thrown', learner: learner.thrown }] } })`

const callOf = (name: string): CallOrder => {
  const values = { x: packKept(x, region), n: packKept(keep(2), region) }
  return { name, case: 0, values, given: {}, record: true }
}
const call = (name: string): RoomOrder => ({ order: 'call', ...callOf(name) })
const orders: readonly (readonly [RoomOrder, (reply: Fields) => unknown])[] = [
  [
    { order: 'load', modules: { '/it.ts': scripted(learner) }, entry: '/it.ts' },
    reply => [defined(reply.defines), textsIn(reply.printed)],
  ],
  ...['value', 'read', 'number', 'other', 'thrown', 'unknown', 'blank'].map(
    name => [call(name), (reply: Fields) => callIn(reply, region)] as const,
  ),
  [
    { order: 'calls', calls: ['value', 'thrown'].map(callOf) },
    reply => asList(reply.calls, 2).map(one => callIn(asRecord(one), region)),
  ],
  [{ order: 'check', modules: { '/check.ts': check }, entry: '/check.ts' }, reply => reply],
  [{ order: 'draw', seed: 1 }, reply => rowsIn(reply.rows)],
  [{ order: 'row', at: 0 }, reply => unpackKept(reply.kept, region)],
  [{ order: 'row', at: 1 }, reply => failingIn(reply.came)],
]

type Fields = ReturnType<typeof asRecord>

const replies = orders.map(([order, read]) => ({ text: JSON.stringify(obey(order)), read }))

test('whole replies are read', () => {
  for (const { text, read } of replies) expect(() => read(JSON.parse(text))).not.toThrow()
  expect(replies.map(({ text }) => text.length).filter(length => length > 300).length).toBeGreaterThan(2)
})

/** What is put in place of parts of a message. */
const strange: readonly string[] = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '-1',
    '1',
    '0.5',
    '1e308',
    '-0',
    '9007199254740993',
    '4294967296',
    '67108864',
    '"NaN"',
  ],
  ...[
    '""',
    '"value"',
    '"threw"',
    '"__proto__"',
    '"constructor"',
    `"${'x'.repeat(50_000)}"`,
    '"\\u0000\\ud800\\u001b[2J"',
  ],
  ...[
    '[]',
    '{}',
    '[[]]',
    '[null]',
    '{"list":[]}',
    '{"__proto__":{"kind":"value"}}',
    '{"constructor":1,"toString":2}',
  ],
  ...[
    '[0,67108864,67108864]',
    '[67108864,67108864]',
    '[-2,-8]',
    '[1.5,4]',
    '[1e308,0]',
    '{"shape":[0],"at":0}',
  ],
  ...[`[${'1,'.repeat(40)}1]`, `[${'[],'.repeat(20_000)}0]`, `${'['.repeat(3000)}${']'.repeat(3000)}`],
  ...[
    `${'{"list":['.repeat(500)}${']}'.repeat(500)}`,
    '{"number":1e300}',
    '{"numbers":0,"length":1e9}',
    '{"tensor":{}}',
  ],
  ...[
    '{"shape":[67108864],"at":0}',
    '{"shape":[16384],"at":1}',
    '{"op":"constructor"}',
    `[${'"dy",'.repeat(9999)}"dy"]`,
  ],
]

/** The message with some of its parts changed. */
function mutated(message: unknown, chance: () => number, rate: number): unknown {
  if (chance() < rate) return JSON.parse(strange[Math.floor(chance() * strange.length)])
  if (Array.isArray(message)) {
    const list = message.map(one => mutated(one, chance, rate))
    if (chance() < rate) list.push(list[Math.floor(chance() * list.length)])
    if (chance() < rate) list.splice(Math.floor(chance() * list.length), 1)
    return list
  }
  if (typeof message !== 'object' || message === null)
    return typeof message === 'number' && chance() < 2 * rate ? message + (chance() < 0.5 ? 1 : -1) : message
  const entries = Object.entries(message).flatMap(([name, one]) =>
    chance() < rate ? [] : [[chance() < rate ? 'kind' : name, mutated(one, chance, rate)] as const],
  )
  return Object.fromEntries(entries)
}

/** Whether it was read. Fails unless it was read or refused, and soon. */
function isRead(read: () => unknown): boolean {
  const since = performance.now()
  try {
    read()
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(Garbled)
    return false
  } finally {
    slowest = Math.max(slowest, performance.now() - since)
  }
}

let slowest = 0

describe('of thousands of messages with something changed in them', () => {
  test.each([0.003, 0.02, 0.1, 0.4])('at a rate of %d, each is read or refused', rate => {
    const chance = generator(Math.round(1000 * rate)).random
    let [read, refused] = [0, 0]
    for (let round = 0; round < 200; round++) {
      for (const reply of replies) {
        const message = mutated(JSON.parse(reply.text), chance, rate)
        if (isRead(() => reply.read(asRecord(message)))) read++
        else refused++
      }
    }
    expect(read + refused).toBe(200 * replies.length)
    expect(Math.min(read, refused)).toBeGreaterThan(10)
  })

  test('none takes long', () => {
    expect(slowest).toBeLessThan(250)
  })

  test('questions too', () => {
    const chance = generator(7).random
    for (let round = 0; round < 2000; round++)
      isRead(() => questionIn(asRecord(mutated({ ask: 'gradient', name: 'dy' }, chance, 0.3))))
  })
})

describe('is refused:', () => {
  const valid = JSON.parse(replies[1].text)
  const big = 2 ** 26
  test.each<[string, () => unknown]>([
    ['a tensor of more numbers than there are', () => unpack({ shape: [big], at: 0 }, region)],
    ['a tensor whose sizes are beyond all bounds', () => unpack({ shape: [big, big, big], at: 0 }, region)],
    ['a tensor at no place', () => unpack({ shape: [1], at: Number.NaN }, region)],
    ['a tensor of negative sizes', () => unpack({ shape: [-1, -1], at: 0 }, region)],
    ['a tensor of a hundred dimensions', () => unpack({ shape: Array(100).fill(1), at: 0 }, region)],
    [
      'a tape that claims the same numbers again and again',
      () => {
        const all = Array(5000).fill({ shape: [2 ** 14], at: 0 })
        return callIn({ ...valid, tape: { ...valid.tape, tensors: all } }, region)
      },
    ],
    [
      'a tape that goes round in a circle',
      () => {
        const [step, ...rest] = valid.tape.steps
        return callIn({ ...valid, tape: { ...valid.tape, steps: [step, ...rest, step] } }, region)
      },
    ],
    [
      'a step that comes of itself',
      () => {
        const [step] = valid.tape.steps
        return callIn(
          { ...valid, tape: { ...valid.tape, steps: [{ ...step, output: step.inputs[0] }] } },
          region,
        )
      },
    ],
    [
      'a value at a place that is none',
      () => callIn({ ...valid, came: { kind: 'value', place: 1e6 } }, region),
    ],
    ['a verdict', () => callIn({ ...valid, came: { kind: 'exact' } }, region)],
    [
      'a list of a hundred thousand lists and one',
      () => unpackKept({ list: Array(100_001).fill({ list: [] }) }, region),
    ],
    [
      'a list that is as long in all',
      () => unpackKept({ list: Array(1001).fill({ list: Array(1000).fill('') }) }, region),
    ],
    [
      'lists nested without end',
      () => unpackKept(JSON.parse(`${'{"list":['.repeat(30)}${']}'.repeat(30)}`), region),
    ],
    ['more rows than anybody has', () => rowsIn(Array(10_001).fill(['a', 'b']))],
    ['a row of one word', () => rowsIn([['a']])],
    ['a question after something else', () => questionIn({ ask: 'solution', name: 'dy' })],
  ])('%s', (_, read) => {
    const since = performance.now()
    expect(read).toThrow(Garbled)
    expect(performance.now() - since).toBeLessThan(2000)
  })
})

test('texts that are long are cut, and signs that move the cursor are shown as what they are', () => {
  const esc = '\u001b'
  const thrown = failingIn({
    kind: 'threw',
    name: 'E',
    message: `${esc}[2J${'x'.repeat(1e6)}`,
    stack: '\n'.repeat(25_000),
  })
  expect(thrown).toMatchObject({ message: expect.stringMatching(/^\\u\{1b\}\[2Jx+…$/) })
  expect((thrown as { stack: string }).stack.length).toBeLessThan(1000)
  expect(textsIn([`a${esc}b\r\nc\td\u009be\u202ef`])).toEqual(['a\\u{1b}b\nc\td\\u{9b}e\\u{202e}f'])
})

test('whatever a side replies, the room gives an answer and the side is made anew', () => {
  const chance = generator(3).random
  let restarts = 0
  for (let round = 0; round < 300; round++) {
    const room = roomOver({
      region,
      ask: () => mutated(JSON.parse(replies[Math.floor(chance() * replies.length)].text), chance, 0.2),
      isFar: round % 2 === 0,
      begin: () => {},
      prepare: () => {},
      restart: () => restarts++,
      end: () => {},
    })
    const { program } = room.load({}, '/it.ts')
    const scope = { values: {}, gradient: () => x, has: () => false }
    const names = [...program.defines]
    const ahead = program.ahead?.(names.map(name => ({ name, scope }))) ?? []
    for (const call of ahead) if (call !== null) expect(call.came.kind).toBeTypeOf('string')
    for (const name of names) expect(program.call(name, scope, true).came.kind).toBeTypeOf('string')
    const rows = room.check({}, '/check.ts', { names: () => '', table: () => '' })
    rows.draw(1)
    rows.row(0)
    expect(rows.picture(1)).toSatisfy((text: unknown) => text === null || typeof text === 'string')
  }
  expect(restarts).toBeGreaterThan(100)
})
