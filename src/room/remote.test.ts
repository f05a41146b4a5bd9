import { expect, test } from 'vitest'
import { Tensor } from '../tensor/tensor.ts'
import type { Region } from './numbers.ts'
import { type Cause, Later, type Scope } from './program.ts'
import { type LastRead, programOver } from './remote.ts'
import { type Carrier, Stopped, sideOver } from './side.ts'

const scope: Scope = { values: {}, gradient: () => expect.fail('nothing is asked for'), has: () => false }
const region: Region = { put: () => 0, get: (_, length) => new Float64Array(length) }
const nothing = {
  came: { kind: 'other', what: 'nothing', text: 'undefined' },
  read: [],
  printed: [],
  tape: null,
}

const carrierWith = (ask: Carrier['ask']): Carrier => ({
  region,
  ask,
  begin: () => {},
  prepare: () => {},
  restart: () => {},
  end: () => {},
})

test.each<Cause>(['timeout', 'out of memory', 'ended the program'])(
  'a function stopped for %s is not called again, and the others are called on a new side',
  cause => {
    const called: string[] = []
    let sides = 1
    const carrier = carrierWith(order => {
      const name = 'name' in order ? order.name : ''
      called.push(name)
      if (name === 'dx') throw new Stopped(cause)
      return nothing
    })
    const side = sideOver({ ...carrier, restart: () => sides++ })
    const program = programOver(side, new Set(['dx', 'dy']))
    const came = ['dx', 'dx', 'dy', 'dx', 'dy'].map(name => program.call(name, scope).came.kind)
    expect(came).toEqual(['stopped', 'stopped', 'other', 'stopped', 'other'])
    expect(program.call('dx', scope).came).toEqual({ kind: 'stopped', cause })
    expect(called).toEqual(['dx', 'dy', 'dy'])
    expect(sides).toBe(2)
  },
)

test('the gradients that a function read come with its next call, in another program too, unless they are not there yet', () => {
  const given: string[][] = []
  const carrier = carrierWith(order => {
    if ('given' in order) given.push(Object.keys(order.given))
    return { ...nothing, read: ['dx', 'dz'] }
  })
  const side = sideOver(carrier)
  const reading: Scope = {
    values: {},
    gradient: name => {
      if (name === 'dz') throw new Later(name)
      return new Tensor([], new Float64Array(1))
    },
    has: () => true,
  }
  const lastRead: LastRead = new Map()
  const came = [1, 2].map(() => programOver(side, new Set(['dy']), lastRead).call('dy', reading).came.kind)
  expect(given).toEqual([[], ['dx']])
  expect(came).toEqual(['other', 'other'])
})
