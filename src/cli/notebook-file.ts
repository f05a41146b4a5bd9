/** A learner's notebook: found by its name, read, and judged or drawn by a program of its own. */
import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Failure } from '../checker/report.ts'
import { type ErrorCode, NinjaError } from '../errors.ts'
import type { DrawnNotebook } from '../python/drawn.ts'
import type { NotebookRequest } from '../python/python.ts'
import type { NotebookReport } from '../python/report.ts'
import { loadCached } from '../start/cached.ts'
import { readIfThere } from './files.ts'
import { packageRoot } from './workspace.ts'

/** Whether a word names a notebook, or a Python file, rather than an exercise. */
export const isNotebook = (word: string | undefined): word is string =>
  word !== undefined && /\.(?:ipynb|py)$/i.test(word)

export interface NotebookFile {
  /** As it was written. */
  readonly name: string
  readonly path: string
  readonly text: string
}

/** Bytes: pictures in it are long. */
const LARGEST = 2 ** 26

export function openNotebook(cwd: string, name: string): NotebookFile {
  const path = resolve(cwd, name)
  const bytes = readIfThere(path)
  if (bytes === null)
    throw new NinjaError('exercise', `there is no file ${name}`, 'is it in another folder?', 'missing')
  if (bytes.length > LARGEST)
    throw new NinjaError('exercise', `${name} is too large for a notebook`, 'clear its outputs', 'too large')
  if (bytes.includes(0)) throw new NinjaError('exercise', `${name} is not a text file`, undefined, 'not text')
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') throw new NinjaError('exercise', `${name} is empty`, undefined, 'empty')
  return { name, path, text }
}

/** `data`: the list of names for a notebook that has none beside it. */
export const judgeNotebookFile = (file: NotebookFile, seed: number, data: string): NotebookReport =>
  program().checkNotebook(requestFor(file, seed, data))

export function drawNotebookFile(file: NotebookFile, seed: number, data: string): DrawnNotebook {
  const drawn = program().drawNotebook(requestFor(file, seed, data))
  if (!('code' in drawn)) return drawn
  const { code, message, advice, reason } = drawn
  throw new NinjaError(code as ErrorCode, message, advice ?? undefined, reason ?? undefined)
}

interface NotebookProgram {
  readonly checkNotebook: (request: NotebookRequest) => NotebookReport
  readonly drawNotebook: (request: NotebookRequest) => DrawnNotebook | Failure
}

/** Read only here: a check of an exercise should not load it. */
const program = (): NotebookProgram =>
  loadCached(join(packageRoot, 'dist', 'python.cjs'), 'used') as unknown as NotebookProgram

function requestFor({ name, path, text }: NotebookFile, seed: number, data: string): NotebookRequest {
  const beside = (file: string): string => {
    const own = join(dirname(path), basename(file))
    return readIfThere(existsSync(own) ? own : data)?.toString('utf8') ?? ''
  }
  const isList = (file: string): boolean => /\.(?:txt|csv)$/i.test(file)
  return {
    text,
    file: name,
    seed,
    texts: {
      all: file => (isList(file) ? firstLines(beside(file), () => true) : null),
      fewLetters: file => (isList(file) ? firstLines(beside(file), line => /^[a-l]+$/.test(line)) : null),
    },
  }
}

/** So many names are enough: a vocabulary is made of their letters. */
const NAMES = 400

const firstLines = (text: string, isWanted: (line: string) => boolean): string =>
  `${text
    .split(/\r?\n/)
    .filter(line => line !== '' && isWanted(line))
    .slice(0, NAMES)
    .join('\n')}\n`
