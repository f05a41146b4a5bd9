/** What a notebook's thread does: it judges or draws what it is sent, and never comes back. Nothing of a learner's JavaScript runs in it. */
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { lineOver, type Shared, turns } from '../learner/shared.ts'
import { checkNotebook, drawNotebook, examineNotebook, type NotebookRequest } from '../python/python.ts'
import { textsFrom } from '../python/sizes.ts'
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
    return { report, drawn: drawn() }
  },
}

function reply({ work, file: { name, path, text }, seed, data }: NotebookOrder): object {
  const texts = textsFrom(besideOf(path, data))
  try {
    return { result: works[work]({ text, file: name, seed, texts }) }
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
