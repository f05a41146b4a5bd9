import { expect, test } from 'vitest'
import { rowsOver } from './rows.ts'
import type { Side } from './side.ts'

test('a picture is waited for as if this program took a second for it; a row, as long as it takes', () => {
  const asked: [order: string, reference: number][] = []
  const side = {
    ask(order: { order: string }, _: unknown, __: unknown, reference?: () => number) {
      asked.push([order.order, reference?.() ?? 0])
      return null as never
    },
  } as unknown as Side
  const rows = rowsOver(side, {}, 'check.ts', { names: () => '', table: () => '' })
  rows.row(0, () => 30)
  rows.picture(42)
  expect(asked).toEqual([
    ['row', 30],
    ['picture', 1000],
  ])
})
