/** Many calls at once, in a real thread: what comes of each is what comes of it alone, or nothing. */
import { describe, expect, test } from 'vitest'
import { tensor } from '../tensor/creation.ts'
import { Later, type Scope, type ToCall } from './program.ts'
import { openRoom, scripted } from './testing.ts'

const room = openRoom()
const values = { x: tensor([1, 2]) }

/** `given`: gradients that are there; all others come later. */
const scopeOf = (given: Readonly<Record<string, number>>, likely: readonly string[]): Scope => ({
  values,
  has: name => name in values || name in given,
  gradient: name => {
    if (!(name in given)) throw new Later(name.slice(1))
    return tensor(given[name])
  },
  likely,
})
const wantedOf = (name: string, given: Readonly<Record<string, number>> = {}, likely = Object.keys(given)) =>
  ({ name, scope: scopeOf(given, likely) }) satisfies ToCall

const programIn = (text: string) => room.load({ '/it.ts': scripted(text) }, '/it.ts').program

/** What came of each: its numbers, the kind of what else came, or null. */
const cameOf = (text: string, wanted: readonly ToCall[]): unknown[] =>
  programIn(text).ahead!(wanted).map(call => {
    if (call === null) return null
    const { came } = call
    return came.kind === 'value' ? [...came.value.data] : came.kind
  })

// What isn't made within 50 ms is left out: on a busy machine that may be any of them.
describe('of many calls', { retry: 3 }, () => {
  test('each has its own gradients', () => {
    const text = 'export const da = ({ x, db }: any): any => x.mul(db)'
    expect(cameOf(text, [wantedOf('da', { db: 3 }), wantedOf('da', { db: 5 })])).toEqual([
      [3, 6],
      [5, 10],
    ])
    expect(cameOf(text, [wantedOf('da', { db: 3 })])).toEqual([[3, 6]])
    expect(cameOf(text, [])).toEqual([])
  })

  test('each has what those before it gave, and no other gradient', () => {
    const text = `
      export const dc = ({ x }: any): any => x.mul(2)
      export const db = ({ dc }: any): any => dc.add(1)
      export const da = ({ db, dc }: any): any => db.mul(dc)`
    const wanted = [wantedOf('dc'), wantedOf('db', {}, ['dc']), wantedOf('da', {}, ['db', 'dc'])]
    expect(cameOf(text, wanted)).toEqual([
      [2, 4],
      [3, 5],
      [6, 20],
    ])
    expect(cameOf(text, [...wanted.toReversed(), wanted[1]])).toEqual([null, null, [2, 4], [3, 5]])
  })

  test('one is not made that needs what came to nothing', () => {
    const text = `
      export const dd = ({ x }: any): any => x
      export const dc = (): any => { throw new Error('no') }
      export const db = ({ dc }: any): any => dc
      export const da = ({ db }: any): any => db`
    const wanted = [wantedOf('dd'), wantedOf('dc'), wantedOf('db', {}, ['dc']), wantedOf('da', {}, ['db'])]
    expect(cameOf(text, wanted)).toEqual([[1, 2], 'threw', null, null])
  })

  test('one is not made that asks for more than is likely, whatever it does with the error', () => {
    const text = `
      export const da = ({ x, db }: any): any => x.mul(db)
      export const dasks = ({ x, dc }: any): any => x.mul(dc)
      export const dcatches = (s: any): any => { try { return s.dc } catch { return s.x } }
      export const dlooks = (s: any): any => 'dc' in s ? s.x : s.x.mul(2)
      export const dcatchesAll = (s: any): any => { try { return 'dc' in s } catch { return s.x } }`
    const given = { db: 3, dc: 4 }
    const names = ['da', 'dasks', 'dcatches', 'dlooks', 'dcatchesAll']
    const wanted = names.map(name => wantedOf(name, given, ['db']))
    expect(cameOf(text, wanted)).toEqual([[3, 6], null, null, null, null])
  })

  test('what one gave stays as it was then', () => {
    const text = `
      const own = { x: null as any }
      export function da({ x, db }: any): any {
        own.x ??= x.mul(0)
        own.x.data[0] = db.item()
        return own.x
      }`
    expect(cameOf(text, [wantedOf('da', { db: 3 }), wantedOf('da', { db: 5 })])).toEqual([
      [3, 0],
      [5, 0],
    ])
  })

  test('each prints for itself', () => {
    const program = programIn(
      'export const da = ({ x, db }: any): any => { console.log(db.item()); return x }',
    )
    const calls = program.ahead!([wantedOf('da', { db: 3 }), wantedOf('da', { db: 5 })])
    expect(calls.map(call => call!.printed)).toEqual([['3'], ['5']])
  })

  test('no more are made once that took long', () => {
    const text = `
      export const da = ({ x }: any): any => x
      export function dslow({ x }: any): any {
        for (const since = Date.now(); Date.now() - since < 60; );
        return x
      }`
    const came = cameOf(
      text,
      ['dslow', 'da'].map(name => wantedOf(name)),
    )
    expect(came).toEqual([[1, 2], null])
  })

  test('no more are made once they gave much', () => {
    const text = `
      import { zeros } from 'backprop-ninja'
      export const da = ({ x }: any): any => x
      export const dlarge = (): any => zeros(2 ** 20 + 1)`
    const [large, rest] = cameOf(
      text,
      ['dlarge', 'da'].map(name => wantedOf(name)),
    )
    expect(large).toHaveLength(2 ** 20 + 1)
    expect(rest).toBe(null)
  })

  test('none is made where one does not come to an end; alone that one is stopped, and never called again', () => {
    const program = programIn(`
      export const da = ({ x, db }: any): any => x.mul(db)
      export const dendless = (): any => { for (;;); }`)
    const [da, endless] = [wantedOf('da', { db: 3 }), wantedOf('dendless')]
    const wanted = [da, endless, da]
    const since = performance.now()
    expect(program.ahead!(wanted)).toEqual([null, null, null])
    expect(performance.now() - since).toBeLessThan(1900)
    expect(program.call('dendless', endless.scope).came).toEqual({ kind: 'stopped', cause: 'timeout' })
    const came = { kind: 'value', value: tensor([3, 6]) }
    expect(program.call('da', da.scope).came).toEqual(came)
    expect(program.ahead!(wanted).map(call => call?.came)).toEqual([came, undefined, came])
  })

  test('each has its own gradients, too, where the thread before was lost', () => {
    const program = programIn(`
      export const da = ({ x, db }: any): any => x.mul(db)
      export const dendless = (): any => { for (;;); }`)
    program.call('dendless', scopeOf({}, []))
    const [one, other] = program.ahead!([wantedOf('da', { db: 3 }), wantedOf('da', { db: 5 })])
    expect([one!.came, other!.came]).toEqual(
      [3, 5].map(by => ({ kind: 'value', value: tensor([by, 2 * by]) })),
    )
  })
})
