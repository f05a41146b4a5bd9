/** What the tests of notebooks share: the list of names, and a report in a line a gradient. */
import { readFileSync } from 'node:fs'
import { checkNotebook } from './python.ts'
import type { NotebookGradient, NotebookReport } from './report.ts'

export const names = readFileSync(new URL('corpus/names.txt', import.meta.url), 'utf8')

const few = `${names
  .split('\n')
  .filter(name => /^[a-l]+$/.test(name))
  .join('\n')}\n`

export const check = (text: string, file = 'homework.py'): NotebookReport =>
  checkNotebook({ text, file, seed: 42, texts: { all: () => names, fewLetters: () => few } })

/** `right`, `shape`, where the numbers are right; else the verdict. */
export const said = ({ verdict, numbers }: NotebookGradient): string => {
  if (verdict === 'exact' || verdict === 'approximate') return 'right'
  return verdict === 'shape' && numbers !== 'right' ? 'shape, wrong' : verdict
}

/** `dprobs right`, for each gradient. */
export const verdicts = (text: string, file?: string): string[] =>
  check(text, file).gradients.map(one => `${one.name} ${said(one)}`)
