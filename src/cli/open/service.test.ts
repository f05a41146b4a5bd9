import { expect, test } from 'vitest'
import { fromBytes } from '../../page/wire.ts'
import type { Desk } from './desk.ts'
import { serviceOf } from './service.ts'

test('a verdict is noted before anything is asked that rests on it, but nobody who wants the next one waits for that', async () => {
  const done: string[] = []
  const desk = {
    keep: () => done.push('keep'),
    tracks: () => done.push('tracks'),
    check: () => done.push('check'),
  }
  const service = serviceOf(desk as unknown as Desk, new Map(), '', new Set())
  for (const [method, path] of [
    ['POST', 'check/makemore/01_log_loss'],
    ['GET', 'tracks'],
  ] as const)
    await service.answer({ method, path: path.split('/'), body: '{"known":""}' })
  expect(done).toEqual(['check', 'keep', 'tracks'])
})

test('a page that has the numbers of the last verdict does not get them again; another one does', async () => {
  const list = new Float64Array(1000).fill(1 / 3)
  const desk = { keep: () => {}, check: async () => ({ drawn: list.slice() }) }
  const service = serviceOf(desk as unknown as Desk, new Map(), '', new Set())
  const verdict = async (known: string): Promise<Uint8Array<ArrayBuffer>> => {
    const answer = service.answer({ method: 'POST', path: ['check', 'x'], body: JSON.stringify({ known }) })
    return Uint8Array.from((await answer)!)
  }
  const first = await verdict('')
  const { value, lists } = fromBytes(first.buffer)
  expect(value).toEqual({ number: 1, checked: { drawn: list } })
  const second = await verdict('1')
  expect(second.length).toBeLessThan(200)
  expect(fromBytes(second.buffer, lists).value).toEqual({ number: 2, checked: { drawn: list } })
  for (const known of ['1', '', '7']) expect((await verdict(known)).length).toBe(first.length)
})
