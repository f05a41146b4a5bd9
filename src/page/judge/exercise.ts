/** An exercise whose files are texts. */
import type { Exercise } from '../../catalogue/catalogue.ts'
import { numberOf } from '../../catalogue/catalogue.ts'
import { OWN, type PackFiles, unnamedPack } from '../../catalogue/pack.ts'
import type { ExerciseTexts } from './messages.ts'

export function exerciseFrom({ id, files }: ExerciseTexts): Exercise {
  const [track] = id.split('/')
  const solution = `solutions/${id}.ts`
  return { id, track, number: numberOf(id), solution, pack: unnamedPack(OWN, filesFrom(files)) }
}

const filesFrom = (texts: Readonly<Record<string, string>>): PackFiles => ({
  read: path => (Object.hasOwn(texts, path) ? texts[path] : null),
  list: () => null,
  path: path => path,
})
