/** Stands in until the readers of folders and archives are there: `<student>.ts` in one folder, for the first exercise. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Handed } from '../../grade/record.ts'

export interface Handings {
  readonly handed: readonly Handed[]
  readonly strays: readonly string[]
}

export function handingsIn(folder: string, exercises: readonly string[]): Handings {
  const names = readdirSync(folder).sort()
  const isFile = (name: string): boolean => /^[^.].*\.ts$/.test(name)
  return {
    handed: names.filter(isFile).map(name => ({
      student: name.replace(/\.ts$/, ''),
      exercise: exercises[0],
      path: name,
      language: 'typescript',
      at: statSync(join(folder, name)).mtimeMs,
      isLate: null,
      read: () => readFileSync(join(folder, name)),
    })),
    strays: names.filter(name => !isFile(name)),
  }
}
