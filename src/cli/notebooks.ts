/** What a notebook's thread does: it judges or draws what it is sent, and never comes back. Nothing of a learner's JavaScript runs in it. */
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { courseFile, gradeNotebook } from '../grade/notebook.ts'
import { lineOver, type Shared, turns } from '../learner/shared.ts'
import { toWire } from '../page/wire.ts'
import { checkNotebook, drawNotebook, examineNotebook, type NotebookRequest } from '../python/python.ts'
import { textsFrom } from '../python/sizes.ts'
import { tryPython } from '../python/trying.ts'
import { readIfThere } from './files.ts'
import type { NotebookOrder } from './notebook-thread.ts'

export function run({ shared }: { readonly shared: Shared }): void {
  const line = lineOver(shared)
  for (;;) {
    while (line.wait(turns.learner) !== turns.learner);
    line.say(reply(line.hear() as NotebookOrder), turns.judge)
  }
}

const works = {
  check: checkNotebook,
  draw: drawNotebook,
  examine(request: NotebookRequest) {
    const { report, drawn } = examineNotebook(request)
    return { report, drawn: toWire(drawn()) }
  },
}

function reply({ work, file, seed, data, exercise = null, isDrawn, trial }: NotebookOrder): object {
  const { name, path, text } = file
  const asked = { text, file: name, seed }
  try {
    if (work === 'grade') {
      const texts = textsFrom(courseFile(inFolderOf(data)))
      const { drawn, ...graded } = gradeNotebook({ ...asked, exercise, texts })
      return { result: { ...graded, drawn: toWire(isDrawn === true ? drawn() : []) } }
    }
    if (work === 'try')
      return { result: tryPython(trial!, { text, file: name }, seed, textsFrom(besideOf(path, data)).all) }
    return { result: works[work]({ ...asked, texts: textsFrom(besideOf(path, data)) }) }
  } catch (error) {
    return { internal: error instanceof Error ? String(error.stack) : String(error) }
  }
}

/** The file beside the notebook, or else the list of names. */
const besideOf =
  (path: string, data: string) =>
  (file: string): string => {
    const own = join(dirname(path), basename(file))
    return readIfThere(existsSync(own) ? own : data)?.toString('utf8') ?? ''
  }

/** The course's own files. */
const inFolderOf =
  (data: string) =>
  (file: string): string | null =>
    readIfThere(join(dirname(data), file))?.toString('utf8') ?? null
