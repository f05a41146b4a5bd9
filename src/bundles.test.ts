/** What is bundled into the program: how it is read, and whose it is. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { packedManifest } from '../.config/manifest.ts'
import { pageInputs } from '../.config/site.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')

const script: string = JSON.parse(read('package.json')).scripts['build:cli']
const { metafile, outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: script.match(/src\/\S+\.ts/g)!,
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  format: 'cjs',
  conditions: ['iife'],
  outdir: 'dist',
  legalComments: 'none',
  minifyWhitespace: true,
  logLevel: 'error',
  define: { 'import.meta.dirname': '__dirname' },
})

test('outside of comments bundles are ASCII, as their loader takes them to be: in a regex other signs are written \\u00b7', () => {
  // Node itself loads the formulas, as UTF-8.
  const own = outputFiles.filter(({ path }) => !path.endsWith('formula.js'))
  const strangers = own.flatMap(({ text }) => [...text.matchAll(/.{0,40}[^\0-\x7f].{0,20}/g)])
  expect(strangers.map(([found]) => found)).toEqual([])
})

test('the packages that are bundled, and no others, have their licences in THIRD_PARTY.md', async () => {
  const paths = [...Object.keys(metafile.inputs), ...(await pageInputs())]
  const bundled = new Set(paths.flatMap(path => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))
  const sections = read('THIRD_PARTY.md')
    .split(/^## /m)
    .slice(1)
    .filter(section => /permission|licensed/i.test(section))
  const named = sections.map(section => section.split(' ')[0])
  // dagre brings graphlib inside its own bundle, and what is in QuickJS's WebAssembly nobody can tell from its bytes.
  expect(named).toEqual([...bundled, '@dagrejs/graphlib', 'QuickJS', 'emscripten', 'musl'].sort())
})

test('package.json is packed without a script that npm would warn about, and is the same otherwise', () => {
  const text = read('package.json')
  const { scripts, ...rest } = JSON.parse(text)
  const packed = JSON.parse(packedManifest(text))
  expect(Object.keys(packed.scripts).filter(name => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([])
  expect({ ...packed, scripts: { ...packed.scripts, prepare: scripts.prepare } }).toEqual({
    ...rest,
    scripts,
  })
  expect([scripts.prepack, scripts.postpack]).toEqual([
    'npm run build && tsx .config/manifest.ts strip',
    'tsx .config/manifest.ts restore',
  ])
})
