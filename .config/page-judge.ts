/** Builds what judges in the page: the workers' programs, and the document of the frame that they run in. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const folder = fileURLToPath(new URL('../src/page/judge/', import.meta.url))

const programs = {
  'judge.js': 'worker.ts',
  'notebook.js': 'notebook.ts',
  'trainer.js': 'trainer.ts',
  'maker.js': 'maker.ts',
}

/** By the names of the files. `room.html` is shown in a frame; the others are texts that the page gives to it. */
export async function buildJudge(): Promise<Readonly<Record<string, string>>> {
  const built = await Promise.all(
    Object.entries(programs).map(async ([name, file]) => [name, await bundled(file)] as const),
  )
  return { ...Object.fromEntries(built), 'room.html': await roomDocument() }
}

async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}${file}`],
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'eof',
    logLevel: 'warning',
  })
  return outputFiles[0].text
}

async function roomDocument(): Promise<string> {
  const script = (await bundled('frame.ts')).trim()
  const hash = createHash('sha256').update(script).digest('base64')
  return readFileSync(`${folder}room.html`, 'utf8')
    .replace('HASH', () => hash)
    .replace('SCRIPT', () => script)
}
