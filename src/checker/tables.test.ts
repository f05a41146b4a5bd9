/** What a check reads of the data that ships with its pack. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { prepare } from './examine.ts'

const pack = mkdtempSync(join(tmpdir(), 'ninja-pack-'))
mkdirSync(join(pack, 'exercises', 'data'), { recursive: true })
writeFileSync(join(pack, 'exercises', 'data', 'points.csv'), 'x,y\n1,2\n3,4\n5,6\n')
writeFileSync(join(pack, 'exercises', 'data', 'ragged.csv'), 'x,y\n1\n')

const solution = join(pack, 'solutions', 'lines', '01_line.ts')

/** What comes of a solution whose check reads this table. */
const prepared = (table: string) => {
  const js = `exports.check = (learner, { table }) => {
    const { columns, rows } = table('${table}')
    return [{ name: columns.join() + ' ' + rows.shape.join(), blank: 'f', learner: () => learner.f(), expected: rows }]
  }`
  return prepare({
    exercise: 'lines/01_line',
    modules: { [solution]: js },
    solution,
    seed: 42,
    data: 'unread',
  })
}

test('a table is found in the exercises/data of the pack, wherever the list of names is', () => {
  expect(prepared('points')).toMatchObject({ check: { rows: [{ name: 'x,y 3,2', blank: 'f' }] } })
})

test('one that is missing or broken is the pack’s fault, and is named', () => {
  const named = (name: string) => expect.stringContaining(join('exercises', 'data', `${name}.csv`))
  expect(prepared('lines')).toMatchObject({ failure: { code: 'pack', message: named('lines') } })
  expect(prepared('ragged')).toMatchObject({ failure: { code: 'data', message: named('ragged') } })
})
