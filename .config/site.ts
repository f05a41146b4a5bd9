/** Writes the static site: the page, its judge and all exercises, for any web server, in any folder. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { type Exercise, findExercises, partReader, readSolution } from '../src/catalogue/catalogue.ts'
import type { Case } from '../src/checker/gradient/case.ts'
import { prepare } from '../src/checker/ground.ts'
import { layout } from '../src/graph/layout.ts'
import * as library from '../src/index.ts'
import { setupOf } from '../src/learner/files.ts'
import { readPack } from '../src/learner/packs.ts'
import { type CourseIndex, type LessonFile, lessonPath } from '../src/page/host/course.ts'
import { mathOf } from '../src/page/lessons/formula.ts'
import { lessonOf } from '../src/page/lessons/lesson.ts'
import { listed } from '../src/page/tracks.ts'
import { buildJudge } from './page-judge.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = join(root, 'src/page')
const data = join(root, 'exercises/data')

/** By their paths in the site. */
export type SiteFiles = ReadonlyMap<string, string | Uint8Array>

export async function siteFiles(): Promise<SiteFiles> {
  const pack = readPack(root)
  const exercises = findExercises([pack])
  const index: CourseIndex = {
    exercises: exercises.map(listed),
    start: pack.start,
    library: Object.keys(library),
  }
  const program = await programFiles()
  const files = new Map<string, string | Uint8Array>([
    ['index.html', shell(program)],
    ...program.files,
    ...Object.entries(await buildJudge()),
    ['index.json', JSON.stringify(index)],
    ['names.txt', readFileSync(join(data, 'names.txt'))],
    ['licences.md', readFileSync(join(root, 'THIRD_PARTY.md'))],
    ...exercises.map(exercise => [lessonPath(exercise.id), JSON.stringify(lessonFile(exercise))] as const),
  ])
  files.set('sw.js', await serviceWorker(files))
  for (const exercise of exercises) {
    const { track, number } = listed(exercise)
    const name = `${track}/${String(number).padStart(2, '0')}`
    files.set(`${name}/index.html`, redirection(`../../#${name}`))
  }
  files.set('.nojekyll', '')
  return files
}

interface Programs {
  readonly files: readonly (readonly [path: string, content: string | Uint8Array])[]
  readonly script: string
  readonly style: string
}

/** What is read as UTF-8 by every browser, and says so. */
const common = {
  bundle: true,
  write: false,
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
} as const

const buildPage = () =>
  build({
    ...common,
    entryPoints: { app: 'site:start', style: join(page, 'style.css') },
    plugins: [
      {
        name: 'start',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^site:start$/ }, () => ({ path: join(page, 'start'), namespace: 'site' }))
          onLoad({ filter: /.*/, namespace: 'site' }, () => ({
            contents: start(),
            loader: 'ts',
            resolveDir: page,
          }))
        },
      },
    ],
    splitting: true,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    outdir: root,
    metafile: true,
  })

/** The files that the page's program is made of. */
export const pageInputs = async (): Promise<string[]> => Object.keys((await buildPage()).metafile.inputs)

async function programFiles(): Promise<Programs> {
  const { outputFiles, metafile } = await buildPage()
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
  const names = Object.keys(metafile.outputs).map(nameOf)
  const named = (pattern: RegExp): string => names.find(name => pattern.test(name))!
  return {
    files: outputFiles.map(({ path, contents }) => [nameOf(path), contents] as const),
    script: named(/^app-.*\.js$/),
    style: named(/^style-.*\.css$/),
  }
}

const start = (): string => `
  import { startSite } from './host/start.ts'
  import { show } from './main.tsx'
  void startSite(show)
`

/** Nothing but the site's own files, no script and no style in the text. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    // The editor makes its style itself.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

/** For styles alone. Another one with each version; more a static file can't do. */
const nonceOf = (script: string): string => createHash('sha256').update(script).digest('hex').slice(0, 16)

const shell = ({ script, style }: Programs): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(nonceOf(script))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>backprop-ninja</title>
<meta name="description" content="Learn backpropagation by doing it by hand: fill in the gradients of a small language model.">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
<link rel="preload" href="index.json" as="fetch" crossorigin>
<link rel="preload" href="judge.js" as="fetch" crossorigin>
<script type="module" nonce="${nonceOf(script)}" src="${script}"></script>
</head>
<body>
<div id="page"><main><h1>backprop-ninja</h1><p>Loading …</p></main></div>
<noscript>This page judges your code as you type, so it needs JavaScript.</noscript>
</body>
</html>
`

const redirection = (to: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>backprop-ninja</title>
<link rel="icon" href="data:,">
<meta http-equiv="refresh" content="0; url=${to}">
<a href="${to}">The exercise</a>
</html>
`

async function serviceWorker(files: SiteFiles): Promise<string> {
  const names = [...files.keys()]
  const hash = createHash('sha256')
  for (const [path, content] of files) hash.update(path).update('\0').update(content).update('\0')
  const { outputFiles } = await build({
    ...common,
    entryPoints: [join(page, 'host/service-worker.ts')],
    format: 'iife',
    outfile: 'sw.js',
    define: { VERSION: JSON.stringify(hash.digest('hex').slice(0, 12)), FILES: JSON.stringify(names) },
  })
  return outputFiles[0].text
}

function lessonFile(exercise: Exercise): LessonFile {
  return { lesson: lessonOf(exercise, caseOf(exercise), { lay: layout, mathOf }), files: filesFor(exercise) }
}

function caseOf(exercise: Exercise): Case | null {
  const ground = prepare(setupOf(exercise, 42, join(data, 'names.txt')))
  if ('failure' in ground) throw new Error(`${exercise.id}: ${ground.failure.message}`)
  return ground.cases[0] ?? null
}

/** What the judge needs: the solution, what is beside it, and the tables that it reads. */
function filesFor(exercise: Exercise): Record<string, string> {
  const files: Record<string, string> = { [`solutions/${exercise.id}.ts`]: readSolution(exercise) }
  const take = (text: string): void => {
    for (const [, name] of text.matchAll(/\bfrom '\.\/([\w-]+\.ts)'/g)) {
      const path = `solutions/${exercise.track}/${name}`
      if (path in files) continue
      files[path] = partReader(exercise)(name)
      take(files[path])
    }
  }
  take(readSolution(exercise))
  const all = Object.values(files).join('\n')
  for (const name of readdirSync(data).filter(name => name.endsWith('.csv')))
    if (all.includes(`table('${name.replace('.csv', '')}')`))
      files[`exercises/data/${name}`] = readFileSync(join(data, name), 'utf8')
  return files
}

export function writeSite(folder: string, files: SiteFiles): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, content] of files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}

/** Bytes on the way, as nearly every server packs what it sends. */
export const packedSize = (content: string | Uint8Array): number => gzipSync(content, { level: 9 }).length

if (argv[1] === fileURLToPath(import.meta.url)) {
  const files = await siteFiles()
  writeSite(join(root, 'site'), files)
  const sizes = [...files].map(([path, content]) => [path, packedSize(content)] as const)
  const sum = (test: RegExp): string =>
    `${(sizes.filter(([path]) => test.test(path)).reduce((so, [, size]) => so + size, 0) / 1000).toFixed(1)} kB`
  console.log(`site/: ${files.size} files, ${sum(/./)} packed
  page ${sum(/^(index\.html|app-|style-|part-|index\.json)/)}, exercises ${sum(/^lessons/)}, names ${sum(/^names/)}`)
}
