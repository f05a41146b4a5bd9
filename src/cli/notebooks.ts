/** What a notebook's thread does: it judges or draws what it is sent, and never comes back. Nothing of a learner's JavaScript runs in it. */
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { lineOver, type Shared, turns } from '../learner/shared.ts'
import { checkNotebook, drawNotebook } from '../python/python.ts'
import { readIfThere } from './files.ts'
import type { NotebookOrder } from './notebook-thread.ts'

export function run({ shared }: { readonly shared: Shared }): void {
  const line = lineOver(shared)
  for (;;) {
    while (line.wait(turns.learner) !== turns.learner);
    line.say(reply(line.hear() as NotebookOrder), turns.judge)
  }
}

const works = { check: checkNotebook, draw: drawNotebook }

function reply({ work, file: { name, path, text }, seed, data }: NotebookOrder): object {
  const texts = { all: textsFrom(path, data, () => true), fewLetters: textsFrom(path, data, isShort) }
  try {
    return { result: works[work]({ text, file: name, seed, texts }) }
  } catch (error) {
    return { internal: error instanceof Error ? String(error.stack) : String(error) }
  }
}

const isShort = (line: string): boolean => /^[a-l]+$/.test(line)

/** So many names are enough: a vocabulary is made of their letters. */
const NAMES = 400

/** The first lines of the file beside the notebook, or else of the list of names. */
const textsFrom =
  (path: string, data: string, isWanted: (line: string) => boolean) =>
  (file: string): string | null => {
    if (!/\.(?:txt|csv)$/i.test(file)) return null
    const own = join(dirname(path), basename(file))
    const text = readIfThere(existsSync(own) ? own : data)?.toString('utf8') ?? ''
    const lines = text.split(/\r?\n/).filter(line => line !== '' && isWanted(line))
    return `${lines.slice(0, NAMES).join('\n')}\n`
  }
