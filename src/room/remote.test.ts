import { expect, test } from 'vitest'
import type { Region } from './numbers.ts'
import type { Cause, Scope } from './program.ts'
import { programOver } from './remote.ts'
import { Stopped, sideOver } from './side.ts'

const scope: Scope = { values: {}, gradient: () => expect.fail('nothing is asked for'), has: () => false }
const region: Region = { put: () => 0, get: (_, length) => new Float64Array(length) }
const nothing = {
  came: { kind: 'other', what: 'nothing', text: 'undefined' },
  read: [],
  printed: [],
  tape: null,
}

test.each<Cause>(['timeout', 'out of memory', 'ended the program'])(
  'a function stopped for %s is not called again, and the others are called on a new side',
  cause => {
    const called: string[] = []
    let sides = 1
    const side = sideOver({
      region,
      ask: order => {
        const name = 'name' in order ? order.name : ''
        called.push(name)
        if (name === 'dx') throw new Stopped(cause)
        return nothing
      },
      begin: () => {},
      prepare: () => {},
      restart: () => sides++,
      end: () => {},
    })
    const program = programOver(side, new Set(['dx', 'dy']))
    const came = ['dx', 'dx', 'dy', 'dx', 'dy'].map(name => program.call(name, scope).came.kind)
    expect(came).toEqual(['stopped', 'stopped', 'other', 'stopped', 'other'])
    expect(program.call('dx', scope).came).toEqual({ kind: 'stopped', cause })
    expect(called).toEqual(['dx', 'dy', 'dy'])
    expect(sides).toBe(2)
  },
)
