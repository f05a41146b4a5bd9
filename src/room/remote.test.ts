import { expect, test } from 'vitest'
import { Tensor } from '../tensor/tensor.ts'
import type { Region } from './numbers.ts'
import { type Cause, Later, type Scope, ScopeError } from './program.ts'
import { programOver } from './remote.ts'
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
  isFar: false,
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

test('likely gradients come with a call, unless they are not there yet or may not be asked for', () => {
  const given: string[][] = []
  const carrier = carrierWith(order => {
    if ('given' in order) given.push(Object.keys(order.given))
    return nothing
  })
  const gradient = (name: string): Tensor => {
    if (name === 'dw') throw new ScopeError('there is no dw')
    if (name === 'dz') throw new Later(name)
    return new Tensor([], new Float64Array(1))
  }
  const reading: Scope = { values: {}, gradient, has: () => true, likely: ['dw', 'dx', 'dz'] }
  programOver(sideOver(carrier), new Set(['dy'])).call('dy', reading)
  expect(given).toEqual([['dx']])
})
