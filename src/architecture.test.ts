/** The parts and which may import which, as the map in CONTRIBUTING.md has them, read off the imports themselves. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from '@babel/parser'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('.', import.meta.url))

/** A part imports from parts of lower levels and from itself; types from its own level too. */
const levels: Readonly<Record<string, number>> = {
  'errors.ts': 0,
  'suggest.ts': 0,
  'once.ts': 0,
  start: 0,
  tensor: 1,
  text: 1,
  progress: 1,
  picture: 1,
  'zip.ts': 1,
  notebook: 2,
  autograd: 2,
  dataset: 2,
  catalogue: 3,
  'index.ts': 4,
  room: 5,
  checker: 6,
  training: 6,
  diagnosis: 7,
  practice: 7,
  drill: 7,
  trying: 7,
  'judge.ts': 8,
  learner: 8,
  graph: 8,
  quickjs: 9,
  python: 9,
  author: 9,
  terminal: 10,
  page: 11,
  grade: 11,
  cli: 12,
}

interface Import {
  readonly from: string
  readonly to: string
  /** What stands in front of `from`. */
  readonly what: string
  readonly typeOnly: boolean
}

const isCode = (path: string): boolean => /\.tsx?$/.test(path)

/** Paths below src, with /. Tests and benchmarks, and what only they use, and other languages do not count. */
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll(sep, '/'))
  .filter(
    path =>
      isCode(path) &&
      !/(\.test|\/testing|\/testing-page|\/solving|\/terminals)\.tsx?$|^bench\/|\/(bank|assembly)\//.test(
        path,
      ),
  )

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Its words without what its comments and texts say. */
const codeOf = (path: string): string =>
  parse(textOf(path), {
    sourceType: 'module',
    plugins: ['typescript', ...(path.endsWith('x') ? (['jsx'] as const) : [])],
    tokens: true,
  })
    .tokens!.filter(({ type }) => typeof type !== 'string' && !['string', 'template'].includes(type.label))
    .map(({ value, type }) => value ?? type.label)
    .join(' ')

const imports = files.flatMap(importsOf)
const inside = imports.filter(({ to }) => isCode(to))

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

test('the map in CONTRIBUTING.md has the same levels, lowest first', () => {
  const contributing = readFileSync(join(root, '..', 'CONTRIBUTING.md'), 'utf8')
  const rows = [...contributing.matchAll(/^\| (\d+) \| `src\/([\w.]+)` \|/gm)]
  expect(Object.fromEntries(rows.map(([, level, part]) => [part, Number(level)]))).toEqual(levels)
  const order = rows.map(([, level]) => Number(level))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
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
  const others = [...loaded].filter(file => partOf(file) !== 'start')
  expect(others.sort()).toEqual(['learner/shared.ts', 'learner/starting.ts', 'room/stranger.ts'])
})

test('nothing is imported from what starts the program, but how it loads a bundle', () => {
  const isStart = (to: string): boolean => partOf(to) === 'start' && to !== 'start/cached.ts'
  expect(inside.filter(({ from, to }) => isStart(to) && partOf(from) !== 'start').map(text)).toEqual([])
})

test('what judges and explains runs in a page too: it knows nothing of Node, nor what Node alone has', () => {
  const node = ['author', 'cli', 'learner', 'progress', 'quickjs', 'start', 'terminal']
  const pure = files.filter(file => !node.includes(partOf(file)))
  expect(imports.filter(({ from, to }) => pure.includes(from) && to.startsWith('node:')).map(text)).toEqual(
    [],
  )
  expect(
    pure.filter(file => /(?<![.\w])(process|Buffer|require|__dirname)\b(?!['`:])/.test(codeOf(file))),
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
    ['@babel/parser', /^text\//],
    ['@babel/types', /^text\/tree\.ts$/],
    ['@dagrejs/dagre', /^graph\/layout\.ts$/],
    ['py-ast', /^python\/tree\.ts$/],
    ['@codemirror/view', /^page\/view\/codemirror\.ts$/],
    ['@codemirror/state', /^page\/view\/codemirror\.ts$/],
    ['@codemirror/lang-python', /^page\/view\/python-colours\.ts$/],
    ['@lezer/highlight', /^page\/view\/(codemirror|colours)\.ts$/],
    ['preact', /^page\//],
    ['fflate', /^zip\.ts$/],
    ['quickjs-emscripten-core', /^quickjs\/machine\.ts$/],
    ['temml', /^page\/lessons\/formula\.ts$/],
  ])('%s in %s', (name, home) => {
    const users = imports.filter(({ to }) => to === name)
    expect(users.length).toBeGreaterThan(0)
    expect(users.filter(({ from, typeOnly }) => !typeOnly && !home.test(from)).map(text)).toEqual([])
  })

  test('and there are no others', () => {
    const packages = imports.map(({ to }) => to).filter(to => !isCode(to) && !to.startsWith('node:'))
    expect([...new Set(packages)].sort()).toEqual([
      '@babel/parser',
      '@babel/types',
      '@codemirror/commands',
      '@codemirror/lang-javascript',
      '@codemirror/lang-python',
      '@codemirror/language',
      '@codemirror/state',
      '@codemirror/view',
      '@dagrejs/dagre',
      '@jitl/quickjs-wasmfile-release-sync/emscripten-module',
      '@jitl/quickjs-wasmfile-release-sync/ffi',
      '@lezer/highlight',
      'chalk',
      'commander',
      'fflate',
      'preact',
      'preact/hooks',
      'py-ast',
      'quickjs-emscripten-core',
      'temml',
    ])
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

test('one type name stands for one thing: none is exported twice', () => {
  const names = files.flatMap(file =>
    [
      ...textOf(file).matchAll(/^export (?:declare )?(?:abstract )?(?:interface|type|class) ([A-Z]\w+)/gm),
    ].map(match => match[1]),
  )
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})
