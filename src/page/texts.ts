/** An exercise as texts: all that a judge without a disk needs of it. */
import type { Exercise } from '../catalogue/catalogue.ts'
import type { ExerciseTexts } from './judge/messages.ts'

/** The solution, the parts beside it that it may be made of, and the tables that it names. */
export function textsOf({ id, track, pack: { files } }: Exercise): ExerciseTexts {
  const beside = (files.list(`solutions/${track}`) ?? []).filter(name => /^[^\d].*\.ts$/.test(name))
  const paths = [`solutions/${id}.ts`, ...beside.map(name => `solutions/${track}/${name}`)]
  const texts = paths.map(path => [path, files.read(path) ?? ''] as const)
  const isNamed = (table: string): boolean =>
    texts.some(([, text]) => text.includes(`table('${table.replace(/\.csv$/, '')}')`))
  const tables = (files.list('exercises/data') ?? []).filter(name => name.endsWith('.csv') && isNamed(name))
  return {
    id,
    files: Object.fromEntries([
      ...texts,
      ...tables.map(name => [`exercises/data/${name}`, files.read(`exercises/data/${name}`) ?? ''] as const),
    ]),
  }
}
