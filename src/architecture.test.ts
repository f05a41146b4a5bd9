/** The parts and which may import which, as the table in the README has them, read off the imports themselves. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('.', import.meta.url))

/** A part imports from parts of lower levels and from itself; types from its own level too. */
const levels: Readonly<Record<string, number>> = {
  'errors.ts': 0,
  'suggest.ts': 0,
  start: 0,
  tensor: 1,
  notebook: 1,
  progress: 1,
  picture: 1,
  autograd: 2,
  dataset: 2,
  catalogue: 2,
  'index.ts': 3,
  checker: 4,
  training: 4,
  diagnosis: 5,
  author: 6,
  graph: 6,
  terminal: 6,
  cli: 7,
}

interface Import {
  readonly from: string
  readonly to: string
  /** What stands in front of `from`. */
  readonly what: string
  readonly typeOnly: boolean
}

/** Paths below src, with /. Tests and benchmarks, and what only they use, and other languages do not count. */
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll(sep, '/'))
  .filter(
    path =>
      path.endsWith('.ts') &&
      !/(\.test|\/testing|\/solving|\/terminals)\.ts$|^bench\/|\/(bank|assembly)\//.test(path),
  )

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

const imports = files.flatMap(importsOf)
const inside = imports.filter(({ to }) => to.endsWith('.ts'))

function importsOf(from: string): Import[] {
  const to = (name: string): string =>
    name.startsWith('.') ? relative(root, join(root, dirname(from), name)).replaceAll(sep, '/') : name
  const text = textOf(from)
  return [
    ...[...text.matchAll(/^(?:import|export)\s+([^'"]*?)\s+from\s+'([^']+)'/gm)].map(([, what, name]) => ({
      from,
      to: to(name),
      what,
      typeOnly: what.startsWith('type ') || /^\{(\s*type \w+,?)+\s*\}$/.test(what),
    })),
    ...[...text.matchAll(/^import '([^']+)'|\bimport\('([^']+)'\)/gm)].map(([, effect, later]) => ({
      from,
      to: to(effect ?? later),
      what: '*',
      typeOnly: false,
    })),
  ]
}

const partOf = (path: string): string => path.split('/')[0]
const text = ({ from, to }: Import): string => `${from} imports ${to}`

test('every part has a level', () => {
  expect([...new Set(files.map(partOf))].filter(part => levels[part] === undefined)).toEqual([])
})

test('imports are read: this test sees the ones that are there', () => {
  expect(imports).toContainEqual(
    expect.objectContaining({ from: 'index.ts', to: 'tensor/creation.ts', typeOnly: false }),
  )
  expect(imports).toContainEqual(
    expect.objectContaining({ from: 'index.ts', to: 'dataset/names.ts', typeOnly: true }),
  )
  expect(imports).toContainEqual(
    expect.objectContaining({ from: 'cli/commands.ts', to: 'cli/commands/check.ts' }),
  )
  expect(inside.filter(({ to }) => !files.includes(to)).map(text)).toEqual([])
})

test('a part imports from lower parts and from itself only', () => {
  const wrong = inside.filter(({ from, to, typeOnly }) => {
    const [mine, theirs] = [partOf(from), partOf(to)]
    if (mine === theirs || mine === 'start') return false
    return typeOnly ? levels[theirs] > levels[mine] : levels[theirs] >= levels[mine]
  })
  expect(wrong.map(text)).toEqual([])
})

test('no file imports itself, by whatever way round, types aside', () => {
  const graph = new Map(files.map(file => [file, [] as string[]]))
  for (const { from, to, typeOnly } of inside) if (!typeOnly) graph.get(from)!.push(to)
  const done = new Set<string>()
  const circleFrom = (file: string, path: readonly string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return null
    for (const next of graph.get(file) ?? []) {
      const circle = circleFrom(next, [...path, file])
      if (circle !== null) return circle
    }
    done.add(file)
    return null
  }
  expect(files.flatMap(file => circleFrom(file, []) ?? [])).toEqual([])
})

test('what starts the program loads next to nothing: the rest is compiled code that was kept', () => {
  const loaded = new Set(files.filter(file => partOf(file) === 'start'))
  const wrong: Import[] = []
  for (const file of loaded) {
    for (const each of imports.filter(({ from, typeOnly }) => from === file && !typeOnly)) {
      if (each.to.endsWith('.ts')) loaded.add(each.to)
      else if (!each.to.startsWith('node:')) wrong.push(each)
    }
  }
  expect(wrong.map(text)).toEqual([])
  expect([...loaded].filter(file => partOf(file) !== 'start')).toEqual(['checker/thread.ts'])
})

test('numbers know no machine: tensors, gradients, data and text import nothing of Node', () => {
  const pure = ['tensor', 'autograd', 'dataset', 'notebook', 'diagnosis', 'training', 'picture']
  expect(
    imports.filter(({ from, to }) => pure.includes(partOf(from)) && to.startsWith('node:')).map(text),
  ).toEqual([])
})

test('nor do they use what only Node has: they run in a browser too', () => {
  const pure = ['tensor', 'autograd', 'dataset']
  expect(
    files.filter(file => pure.includes(partOf(file)) && /\b(Buffer|process|require)\b/.test(textOf(file))),
  ).toEqual([])
})

describe('each package has one home', () => {
  test.each([
    ['chalk', /^terminal\//],
    ['commander', /^cli\/main\.ts$/],
    ['sucrase', /^checker\/strip\.ts$/],
    ['@dagrejs/dagre', /^graph\/layout\.ts$/],
  ])('%s in %s', (name, home) => {
    const users = imports.filter(({ to }) => to === name)
    expect(users.length).toBeGreaterThan(0)
    expect(users.filter(({ from, typeOnly }) => !typeOnly && !home.test(from)).map(text)).toEqual([])
  })

  test('and there are no others', () => {
    const packages = imports.map(({ to }) => to).filter(to => !to.endsWith('.ts') && !to.startsWith('node:'))
    expect([...new Set(packages)].sort()).toEqual(['@dagrejs/dagre', 'chalk', 'commander', 'sucrase'])
  })
})

test('the exit status is set in one place', () => {
  expect(files.filter(file => /process\.exitCode\s*(\?\?|\|\|)?=[^=]/.test(textOf(file)))).toEqual([
    'cli/main.ts',
  ])
})

test('files are written by the progress and the workspace code alone', () => {
  // Not `writeSync`: what it writes to was opened by somebody, or is the terminal.
  const writing =
    /\*|\b(writeFile|append|rename|mk|rm|unlink|copy|cp|symlink|link|truncate|chmod|utimes|createWrite|open)\w*/
  const writers = imports.filter(({ to, what }) => to.startsWith('node:fs') && writing.test(what))
  const allowed = /^(progress\/|cli\/(links|health)\.ts$|start\/cached\.ts$)/
  expect(
    writers.filter(({ from }) => !allowed.test(from)).map(({ from, what }) => `${from} uses ${what}`),
  ).toEqual([])
})

test('no file is longer than 300 lines, but for the one class with a method for each operation', () => {
  const long = files.filter(file => textOf(file).split('\n').length > 301)
  expect(long).toEqual(['tensor/tensor.ts'])
})
