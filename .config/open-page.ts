/** Writes dist/page/: what `ninja open` serves. The program that serves it judges, so of the judge it has the trainer alone. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { programFiles, shell } from './page.ts'
import { buildJudge } from './page-judge.ts'
import { writeSite } from './site.ts'

const START = `
  import { startOpen } from './host/open-start.ts'
  import { show } from './main.tsx'
  void startOpen(show)
`

const program = await programFiles(START)
const { 'trainer.js': trainer, 'room.html': room } = await buildJudge()
const files = new Map<string, string | Uint8Array>([
  ['index.html', shell(program)],
  ...program.files,
  ['trainer.js', trainer],
  ['room.html', room],
])
writeSite(join(fileURLToPath(new URL('..', import.meta.url)), 'dist', 'page'), files)
