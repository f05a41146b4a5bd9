/** What a notebook's thread does: it judges or draws what it is sent, and never comes back. Nothing of a learner's JavaScript runs in it. */
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Drawn } from '../checker/drawn.ts'
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
    return { report, drawn: toWire(carried(drawn())) }
  },
}

function reply({ work, file, seed, data, exercise = null, isDrawn, trial }: NotebookOrder): object {
  const { name, path, text } = file
  const asked = { text, file: name, seed }
  try {
    if (work === 'grade') {
      const texts = textsFrom(courseFile(inFolderOf(data)))
      const { drawn, ...graded } = gradeNotebook({ ...asked, exercise, texts })
      return { result: { ...graded, drawn: toWire(isDrawn === true ? carried(drawn()) : []) } }
    }
    if (work === 'try')
      return { result: tryPython(trial!, { text, file: name }, seed, textsFrom(besideOf(path, data)).all) }
    return { result: works[work]({ ...asked, texts: textsFrom(besideOf(path, data)) }) }
  } catch (error) {
    return { internal: error instanceof Error ? String(error.stack) : String(error) }
  }
}

/** Numbers of all pictures together: what goes beyond is not drawn. */
const MOST = 2 ** 20

function carried(drawn: readonly (Drawn | null)[]): readonly (Drawn | null)[] {
  let left = MOST
  return drawn.map(one => {
    const { yours = null, expected = null, probe = null } = one ?? {}
    const lists = [yours, expected, probe?.yours, probe?.expected]
    const count = lists.reduce((sum, list) => sum + (list?.data.length ?? 0), 0)
    if (count > left) return null
    left -= count
    return one
  })
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
