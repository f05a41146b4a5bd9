import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blankNames, makeReady, READY, type Ready } from './ready.ts'
import { emptyFolder, ninja } from './testing.ts'
import { allExercises, packageRoot } from './workspace.ts'

const read = (path: string): string => readFileSync(path, 'utf8')

test('what the build has kept is what the solutions make', () => {
  expect(JSON.parse(read(join(packageRoot, 'dist', READY)))).toEqual(makeReady(allExercises(null)))
})

test('a fresh file and the names of blanks are those that were kept, until a text that they are made of has changed', () => {
  const folder = emptyFolder()
  for (const part of ['bin', 'dist', 'solutions', 'exercises', 'docs', 'package.json'])
    cpSync(join(packageRoot, part), join(folder, part), { recursive: true })
  const file = join(folder, 'dist', READY)
  const { fresh, blanks }: Ready = JSON.parse(read(file))
  const marked = Object.entries(fresh).map(([key, text]) => [key, `// kept\n${text}`])
  const longer = Object.entries(blanks).map(([key, names]) => [key, [...names, 'kept']])
  const kept: Ready = { fresh: Object.fromEntries(marked), blanks: Object.fromEntries(longer) }
  writeFileSync(file, JSON.stringify(kept))

  const program = join(folder, 'bin', 'ninja.js')
  const numberOfBlanks = Object.fromEntries(allExercises(null).map(one => [one.id, blankNames(one).length]))
  const isKept = (id: string): readonly [boolean, boolean] => {
    const workspace = emptyFolder()
    ninja(workspace, ['init'], { program })
    const { tracks } = JSON.parse(ninja(workspace, ['list', '--json'], { program }).stdout)
    const rows: { id: string; total: number }[] = tracks.flatMap(({ exercises }: never) => exercises)
    const { total } = rows.find(row => row.id === id)!
    const text = read(join(workspace, 'exercises', `${id}.ts`))
    return [text.startsWith('// kept'), total === numberOfBlanks[id] + 1]
  }
  const [alone, including] = ['makemore/01_log_loss', 'makemore/02_softmax']
  expect([isKept(alone), isKept(including)]).toEqual([
    [true, true],
    [true, true],
  ])
  appendFileSync(join(folder, 'solutions', `${alone}.ts`), '\n')
  expect([isKept(alone), isKept(including)]).toEqual([
    [false, false],
    [true, true],
  ])
  // Its blanks are not in what it includes.
  appendFileSync(join(folder, 'solutions/makemore/forward.ts'), '\n')
  expect(isKept(including)).toEqual([false, true])
})
