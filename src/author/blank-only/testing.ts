/** For tests: the shipped pack, and a pack without answers that is in no folder. */
import { fileURLToPath } from 'node:url'
import { type Exercise, findExercises } from '../../catalogue/catalogue.ts'
import { type Pack, type PackFiles, packFrom } from '../../catalogue/pack.ts'
import { readPack } from '../../learner/packs.ts'
import { blankPack, type PackFile } from './pack.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '')
export const data = `${root}/exercises/data/names.txt`
export const shipped: Pack = readPack(root)
export const exercises: readonly Exercise[] = findExercises([shipped])

export const textOf = ({ content }: PackFile): string =>
  typeof content === 'string' ? content : Buffer.from(content).toString('utf8')

/** The exercises of some tracks as learners get them. */
export function blankExercises(some: readonly Exercise[]): Exercise[] {
  const files = blankPack(shipped, some, data)
  const texts = new Map(files.map(file => [file.path, textOf(file)]))
  return findExercises([packFrom(JSON.parse(texts.get('package.json')!), root, filesFrom(texts))])
}

const filesFrom = (texts: ReadonlyMap<string, string>): PackFiles => ({
  read: path => texts.get(path) ?? null,
  list: folder => {
    const below = [...texts.keys()].filter(path => path.startsWith(`${folder}/`))
    const names = below.map(path => path.slice(folder.length + 1).replace(/\/.*/, '/'))
    return names.length === 0 ? null : [...new Set(names)]
  },
  // What the engine calls a file stands in its stacks.
  path: shipped.files.path,
})
