/** What a check reads of the data that ships with its pack. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findExercises } from '../../catalogue/catalogue.ts'
import { setupOf } from '../../learner/files.ts'
import { readPack } from '../../learner/packs.ts'
import { prepare } from '../ground.ts'

const pack = mkdtempSync(join(tmpdir(), 'ninja-pack-'))
afterAll(() => rmSync(pack, { recursive: true }))

function write(path: readonly string[], text: string): void {
  mkdirSync(join(pack, ...path.slice(0, -1)), { recursive: true })
  writeFileSync(join(pack, ...path), text)
}

write(['package.json'], JSON.stringify({ ninja: { format: 1 } }))
write(['exercises', 'data', 'points.csv'], 'x,y\n1,2\n3,4\n5,6\n')
write(['exercises', 'data', 'ragged.csv'], 'x,y\n1\n')

/** What comes of a solution whose check reads this table. */
function prepared(table: string) {
  write(
    ['solutions', 'lines', '01_line.ts'],
    `// %% check
export const check = (learner: { f: () => number }, { table }: { table: (name: string) => any }) => {
  const { columns, rows } = table('${table}')
  return [{ name: columns.join() + ' ' + rows.shape.join(), blank: 'f', learner: () => learner.f(), expected: rows }]
}
`,
  )
  const [exercise] = findExercises([readPack(pack)])
  return prepare(setupOf(exercise, 42, 'unread'))
}

test('a table is found in the exercises/data of the pack, wherever the list of names is', () => {
  expect(prepared('points')).toMatchObject({ check: { rows: [{ name: 'x,y 3,2', blank: 'f' }] } })
})

test('one that is missing or broken is the pack’s fault, and is named', () => {
  const named = (name: string) => expect.stringMatching(new RegExp(`exercises.data.${name}\\.csv`))
  expect(prepared('lines')).toMatchObject({ failure: { code: 'pack', message: named('lines') } })
  expect(prepared('ragged')).toMatchObject({ failure: { code: 'data', message: named('ragged') } })
})
