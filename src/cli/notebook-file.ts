/** A learner's notebook: found by its name, read, and judged by a program of its own. */
import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { NinjaError } from '../errors.ts'
import type { NotebookRequest } from '../python/python.ts'
import type { NotebookReport } from '../python/report.ts'
import { loadCached } from '../start/cached.ts'
import { readIfThere } from './files.ts'
import { packageRoot } from './workspace.ts'

/** Whether a word names a notebook, or a Python file, rather than an exercise. */
export const isNotebook = (word: string | undefined): word is string =>
  word !== undefined && /\.(?:ipynb|py)$/i.test(word)

/** So many names are enough: a vocabulary is made of their letters. */
const NAMES = 400

export function judgeNotebookFile(cwd: string, name: string, seed: number, data: string): NotebookReport {
  const path = resolve(cwd, name)
  const text = readNotebook(path, name)
  const bundle = join(packageRoot, 'dist', 'python.cjs')
  const { checkNotebook } = loadCached(bundle, 'used') as unknown as {
    checkNotebook: (request: NotebookRequest) => NotebookReport
  }
  const beside = (file: string): string => {
    const own = join(dirname(path), basename(file))
    return existsSync(own)
      ? (readIfThere(own)?.toString('utf8') ?? '')
      : (readIfThere(data)?.toString('utf8') ?? '')
  }
  const isList = (file: string): boolean => /\.(?:txt|csv)$/i.test(file)
  return checkNotebook({
    text,
    file: name,
    seed,
    texts: {
      all: file => (isList(file) ? firstLines(beside(file), () => true) : null),
      fewLetters: file => (isList(file) ? firstLines(beside(file), line => /^[a-l]+$/.test(line)) : null),
    },
  })
}

/** Bytes: pictures in it are long. */
const LARGEST = 2 ** 26

function readNotebook(path: string, name: string): string {
  const bytes = readIfThere(path)
  if (bytes === null)
    throw new NinjaError('exercise', `there is no file ${name}`, 'is it in another folder?', 'missing')
  if (bytes.length > LARGEST)
    throw new NinjaError('exercise', `${name} is too large for a notebook`, 'clear its outputs', 'too large')
  if (bytes.includes(0)) throw new NinjaError('exercise', `${name} is not a text file`, undefined, 'not text')
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') throw new NinjaError('exercise', `${name} is empty`, undefined, 'empty')
  return text
}

const firstLines = (text: string, isWanted: (line: string) => boolean): string =>
  `${text
    .split(/\r?\n/)
    .filter(line => line !== '' && isWanted(line))
    .slice(0, NAMES)
    .join('\n')}\n`
