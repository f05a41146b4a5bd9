/** What the text of an exercise refers to, and whether it is there: other exercises, names in the code, files. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Exercise } from '../catalogue/catalogue.ts'
import * as door from '../index.ts'
import { markdownOf, parseCells } from '../notebook/cells.ts'
import { blanksOf } from '../notebook/solution.ts'
import { nearest } from '../suggest.ts'
import { Tensor } from '../tensor/tensor.ts'
import { type Flaw, found } from './flaw.ts'

/** `whole`: the solution with its parts in place. `all`: the exercises that there are. */
export function judgeReferences(exercise: Exercise, whole: string, all: readonly Exercise[]): Flaw[] {
  const text = proseOf(whole)
  const track = all.filter(one => one.track === exercise.track)
  const finding = (message: string, wayOut: string): Flaw => found(exercise.id, 'references', message, wayOut)
  const names = new Set([...namesOf(whole), ...(text.match(/\b[a-zA-Z]\w*/g) ?? []).map(word => `d${word}`)])
  return [
    ...exercisesIn(text)
      .filter(number => !track.some(other => other.number === number))
      .map(number =>
        finding(
          `its text mentions exercise ${String(number).padStart(2, '0')}, which the track ${exercise.track} has not`,
          'mention one that is there',
        ),
      ),
    ...idsIn(text)
      .filter(id => !all.some(other => other.id === id))
      .map(id =>
        finding(`its text mentions ${id}, and there is no such exercise`, 'mention one that is there'),
      ),
    ...quotedFiles(text)
      .filter(file => !placesOf(exercise).some(folder => existsSync(join(folder, file))))
      .map(file =>
        finding(`its text mentions \`${file}\`, which is not there`, 'fix the text, or add the file'),
      ),
    ...quotedNames(text)
      .filter(name => !names.has(name))
      .map(name => {
        const near = nearest(name, [...namesOf(whole)])
        return finding(
          `its text mentions \`${name}\`, and there is no such name in its code`,
          near === undefined ? 'fix the text' : `is ${near} meant?`,
        )
      }),
    ...linksIn(text)
      .filter(link => !existsSync(join(dirname(exercise.solution), link)) && !isInExercises(exercise, link))
      .map(link => finding(`its text links to ${link}, which is not there`, 'fix the link, or add the file')),
  ]
}

/** Text cells, and hints. */
const proseOf = (whole: string): string =>
  [
    ...parseCells(whole)
      .filter(({ kind }) => kind === 'markdown')
      .map(markdownOf),
    ...blanksOf(whole).flatMap(({ hints }) => hints),
  ].join('\n\n')

const exercisesIn = (text: string): number[] => [
  ...new Set(
    [...text.matchAll(/\bexercises?\s+(\d+(?:\s*(?:,|and|or|to)\s+\d+)*)/gi)].flatMap(([, numbers]) =>
      numbers.match(/\d+/g)!.map(Number),
    ),
  ),
]

/** `makemore/02_softmax`, where it is no part of a longer path. */
const idsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/(?<![\w/.])([A-Za-z]\w*\/\d+_\w+)/g)].map(([, id]) => id)),
]

/** What stands between backticks and ends like a file that a pack or a workspace holds. */
const quotedFiles = (text: string): string[] => [
  ...new Set([...text.matchAll(/`([\w./-]+\.(?:ts|md|csv|txt|json))`/g)].map(([, file]) => file)),
]

/** From where a text names a file. */
const placesOf = ({ pack, track, solution }: Exercise): string[] => [
  pack.root,
  dirname(solution),
  join(pack.root, 'exercises'),
  join(pack.root, 'exercises', track),
  join(pack.root, 'exercises', 'data'),
]

/** Names that stand alone between backticks, and the methods of calls there. */
function quotedNames(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code)
  return [
    ...new Set(
      quoted.flatMap(code => {
        const name = /^([A-Za-z_]\w*)(?:\(\))?$/.exec(code)?.[1]
        return name !== undefined ? [name] : (/^[A-Za-z_]\w*\.(\w+)\([^()]*\)$/.exec(code)?.slice(1) ?? [])
      }),
    ),
  ]
}

/** All words of the code, and those of the language and the library. */
function namesOf(whole: string): Set<string> {
  const code = parseCells(whole)
    .filter(({ kind }) => kind === 'code')
    .flatMap(({ lines }) => lines)
  const words = code.flatMap(line => line.match(/[A-Za-z_]\w*/g) ?? [])
  const gradients = words.map(word => `d${word}`)
  return new Set([...words, ...gradients, ...Object.keys(door), ...methods, ...LANGUAGE])
}

const methods = Object.getOwnPropertyNames(Tensor.prototype)

/** Verdicts, commands, and what the lecture and PyTorch call things. */
const LANGUAGE =
  'ninja check hint next maxdiff shape seed exact approximate inherited coincidence wrong blank true false null NaN Infinity console Math keepdim dim PyTorch torch backward grad zero_grad requires_grad no_grad detach autograd append len range cmp allclose micrograd makemore numpy'.split(
    ' ',
  )

const linksIn = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link]) => link).filter(link => !/^[a-z]+:/i.test(link))

const isInExercises = ({ pack, track }: Exercise, link: string): boolean =>
  existsSync(join(pack.root, 'exercises', track, link))
