import { expect, test } from 'vitest'
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
    await service.answer({ method, path: path.split('/'), body: '' })
  expect(done).toEqual(['check', 'keep', 'tracks'])
})
