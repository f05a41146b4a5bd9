import { describe, expect, test } from 'vitest'
import { tensor } from '../tensor/creation.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { callWith } from './calling.ts'
import { type Call, Later, type LearnerFunction, type Scope, ScopeError } from './program.ts'

const x = tensor([1, -1, 0])
const open = x.gt(0)
const dy = tensor([3, 4, 5])

const scope: Scope = {
  values: { x, open, n: 3 },
  gradient: name => {
    if (name === 'dy') return dy
    throw name === 'dz' ? new Later('z') : new ScopeError(`there is no "${name}"`)
  },
  has: name => ['x', 'open', 'n', 'dy', 'dz'].includes(name),
}

type Given = Readonly<Record<'x' | 'open' | 'dy' | 'dz', Tensor>> & { readonly n: number }

const called = (run: (given: Given) => unknown, recording = false): Call =>
  callWith(run as LearnerFunction, scope, recording, () => [])

/** What a function sees in what it is handed. */
function seenBy<T>(look: (given: Given) => T): T {
  let seen: T | undefined
  const { came } = called(given => {
    seen = look(given)
  })
  expect(came).toMatchObject({ what: 'nothing' })
  return seen!
}

describe('what a function is handed', () => {
  test('has values and gradients by name', () => {
    expect(seenBy(given => [given.n, given.x, given.dy])).toEqual([3, x, dy])
  })

  test('is copies, of shapes too', () => {
    const same = tensor([1, -1, 0])
    const { came } = called(given => {
      const [one, other] = [given.x, given.x]
      one.data[0] = 99
      Reflect.set(one.shape, 0, 99)
      expect([other, x]).toEqual([same, same])
    })
    expect(came).toEqual({ kind: 'changed', name: 'x' })
    expect(seenBy(given => given.x)).toEqual(same)
  })

  test('is a comparison where it was one', () => {
    expect(seenBy(given => [given.open.isMask, given.x.isMask])).toEqual([true, false])
  })

  test('knows what it has and what it has not', () => {
    const names = ['x', 'dy', 'xy', 'toString', Symbol.iterator]
    expect(seenBy(given => names.map(name => name in given))).toEqual([true, true, false, false, false])
    expect(seenBy(given => Object.keys(given))).toEqual(['x', 'open', 'n'])
    expect(seenBy(given => Reflect.get(given, Symbol.iterator))).toBeUndefined()
  })

  test('can be spread, which reads all values and no gradient', () => {
    const { came, read } = called(given => Object.keys({ ...given }).length)
    expect(came).toEqual({ kind: 'number', value: 3 })
    expect([...read]).toEqual(['x', 'open', 'n'])
  })

  test.each<[string, (given: object) => unknown]>([
    ['set', given => Object.assign(given, { x: 1 })],
    ['defined', given => Object.defineProperty(given, 'x', { value: 1 })],
    ['taken away', given => Reflect.deleteProperty(given, 'x')],
  ])('has no name that can be %s', (_, run) => {
    expect(called(run).came).toMatchObject({
      kind: 'threw',
      message: 'x cannot be set from inside the function',
      advice: 'return the gradient instead',
    })
  })

  test.each(['xy', 'constructor', '__proto__'])('refuses %s, as its scope does', name => {
    const { came, read } = called(given => Reflect.get(given, name))
    expect(came).toMatchObject({ kind: 'threw', name: 'ScopeError', message: `there is no "${name}"` })
    expect([...read]).toEqual([])
  })
})

test('what was read is written down, whatever became of it', () => {
  expect([...called(({ x, dy, n }) => [x, dy, n]).read]).toEqual(['x', 'dy', 'n'])
  expect([...called(({ dy }) => Reflect.get(dy, 'no').such).read]).toEqual(['dy'])
  expect([...called(() => 1).read]).toEqual([])
})

test('a gradient that another function has to work out first is waited for', () => {
  expect(called(({ dz }) => dz)).toMatchObject({ came: { kind: 'later', gradient: 'z' } })
  const stubborn = called(given => {
    try {
      return given.dz
    } catch {
      return given.dy
    }
  })
  expect(stubborn.came).toEqual({ kind: 'later', gradient: 'z' })
})

describe('writing into what it was handed', () => {
  test.each<[string, (given: Given) => unknown]>([
    ['a number', ({ dy }) => dy.data.fill(7)],
    ['the sign of a zero', ({ x }) => (x.data[2] = -0)],
    ['the shape', ({ x }) => Reflect.set(x, 'shape', [1, 3])],
    ['a size', ({ x }) => Reflect.set(x.shape, 0, 2)],
    ['all numbers at once', ({ x }) => Reflect.set(x, 'data', x.data.slice())],
  ])('%s: is what came of the call', (_, change) => {
    const { came } = called(given => {
      change(given)
      return given.dy
    })
    expect(came).toMatchObject({ kind: 'changed' })
  })

  test('the name is that of what was changed, and what was thrown goes before it', () => {
    const write = ({ dy, x }: Given) => {
      dy.data[1] = 0
      return x
    }
    expect(called(write).came).toEqual({ kind: 'changed', name: 'dy' })
    const { came } = called(given => write(given).matmul(given.n as unknown as Tensor))
    expect(came.kind).toBe('threw')
  })

  test('what a function has made by itself may be changed', () => {
    const { came } = called(({ dy }) => {
      const own = dy.clone()
      own.data[0] = 0
      return own
    })
    expect(came).toEqual({ kind: 'value', value: tensor([0, 4, 5]) })
  })
})

describe('the tape', () => {
  test('has the operations, with the names of what was handed and the very value that came', () => {
    const { came, tape } = called(({ x, dy }) => dy.mul(x).neg(), true)
    expect(tape.steps.map(({ op }) => op)).toEqual(['mul', 'neg'])
    expect(tape.steps[0].inputs.map(one => tape.names.get(one))).toEqual(['dy', 'x'])
    expect(tape.steps[1].output).toBe((came as { value: Tensor }).value)
  })

  test('has nothing of what a gradient took to work out, and is empty unless it was asked for', () => {
    const working: Scope = { ...scope, gradient: () => x.mul(2).add(1) }
    const run = ((given: Given) => given.dy.neg()) as LearnerFunction
    const callOf = (recording: boolean) => callWith(run, working, recording, () => [])
    expect(callOf(true).tape.steps.map(({ op }) => op)).toEqual(['neg'])
    expect(callOf(false).tape.steps).toEqual([])
  })
})
