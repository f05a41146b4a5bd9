/** Writes the static site: the page, its judge and all exercises, for any web server, in any folder. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { type Exercise, findExercises } from '../src/catalogue/catalogue.ts'
import type { Case } from '../src/checker/gradient/case.ts'
import { prepare } from '../src/checker/ground.ts'
import { drillFamilies } from '../src/drill/families.ts'
import { layout } from '../src/graph/layout.ts'
import * as library from '../src/index.ts'
import { setupOf } from '../src/learner/files.ts'
import { readPack } from '../src/learner/packs.ts'
import { type CourseIndex, type LessonFile, lessonPath } from '../src/page/host/course.ts'
import { mathOf } from '../src/page/lessons/formula.ts'
import { lessonOf } from '../src/page/lessons/lesson.ts'
import { textsOf } from '../src/page/texts.ts'
import { listed } from '../src/page/tracks.ts'
import { common, inputsOfPage, programFiles, shell } from './page.ts'
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
    kinds: drillFamilies.map(({ name, title, mistakes }) => ({ name, title, mistakes })),
  }
  const program = await programFiles(START)
  const files = new Map<string, string | Uint8Array>([
    ['index.html', shell(program, ['index.json', 'judge.js'])],
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

const redirection = (to: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>backprop-ninja</title>
<link rel="icon" href="data:,">
<meta http-equiv="refresh" content="0; url=${to}">
<a href="${to}">The exercise</a>
</html>
`

const START = `
  import { startSite } from './host/start.ts'
  void startSite(() => import('./main.tsx'))
`

/** The files that the page's program is made of. */
export const pageInputs = (): Promise<string[]> => inputsOfPage(START)

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
  return {
    lesson: lessonOf(exercise, caseOf(exercise), { lay: layout, mathOf }),
    files: textsOf(exercise).files,
  }
}

function caseOf(exercise: Exercise): Case | null {
  const ground = prepare(setupOf(exercise, 42, join(data, 'names.txt')))
  if ('failure' in ground) throw new Error(`${exercise.id}: ${ground.failure.message}`)
  return ground.cases[0] ?? null
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
