import { expect, test } from 'vitest'
import type { News } from '../../page/contract.ts'
import { fromWire, openReceiver } from '../../page/wire.ts'
import type { Desk } from './desk.ts'
import { serviceOf } from './service.ts'

const list = new Float64Array(1000).fill(1 / 3)
const checked = { drawn: new Map([['dx', list]]) }

test('a verdict is noted before anything is asked that rests on it, but nobody who wants the next one waits for that', async () => {
  const done: string[] = []
  const desk = {
    keep: () => done.push('keep'),
    tracks: () => done.push('tracks'),
    check: async () => {
      done.push('check')
      return checked
    },
  }
  const service = serviceOf(desk as unknown as Desk, new Map(), '', new Set())
  const answers = ['POST check/makemore/01_log_loss', 'GET tracks'].map(called => {
    const [method, path] = called.split(' ')
    return service.answer({ method, path: path.split('/'), body: '' })
  })
  expect(done).toEqual(['check', 'keep', 'tracks'])
  expect(fromWire((await answers[0])!)).toEqual(checked)
})

test('each page that listens is told all, and numbers that it was told before are not sent to it again', () => {
  const listeners = new Set<(news: readonly News[]) => void>()
  const service = serviceOf({} as Desk, new Map(), '', listeners)
  const tell = (news: unknown): void => {
    for (const listener of listeners) listener(news as readonly News[])
  }
  const [first, second]: string[][] = [[], []]
  const end = service.listen(message => first.push(message))
  tell([{ kind: 'checked', id: 'x', checked }])
  service.listen(message => second.push(message))
  const next = [
    { kind: 'file', id: 'x', text: 'y' },
    { kind: 'checked', id: 'x', checked: { drawn: new Map([['dx', list.slice()]]) } },
  ]
  tell(next)
  end()
  tell(next)
  expect([first.length, second.length]).toEqual([2, 2])
  expect(first[1].length).toBeLessThan(200)
  expect(second[0].length).toBeGreaterThan(8000)
  for (const messages of [first, second]) {
    const receive = openReceiver()
    expect(messages.map(receive)[1]).toEqual(next)
  }
})
