/** What must hold among the exercises of a pack: ids, numbers, and the tracks that its package.json names. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Exercise } from '../catalogue/catalogue.ts'
import type { Pack } from '../catalogue/pack.ts'
import { type Flaw, found } from './flaw.ts'

export function judgeOrder(pack: Pack, exercises: readonly Exercise[]): Flaw[] {
  const tracks = [...new Set(exercises.map(({ track }) => track))]
  return [
    ...tracks.flatMap(track =>
      judgeTrack(
        track,
        exercises.filter(one => one.track === track),
      ),
    ),
    ...(pack.start === null || tracks.includes(pack.start)
      ? []
      : [
          found(
            pack.start,
            'tracks',
            `package.json starts new learners in the track "${pack.start}", which has no exercises`,
            `name one of ${tracks.join(', ')} as "start"`,
          ),
        ]),
    ...leftOver(pack, exercises),
  ]
}

/** Exercises in the pack's own tracks that no solution makes. */
function leftOver({ root }: Pack, exercises: readonly Exercise[]): Flaw[] {
  const ids = new Set(exercises.map(({ id }) => id))
  return [...new Set(exercises.map(({ track }) => track))].flatMap(track => {
    const folder = join(root, 'exercises', track)
    const files = existsSync(folder) ? readdirSync(folder).sort() : []
    return files
      .flatMap(file => /^(\d+_\w+)\.ts$/.exec(file)?.[1] ?? [])
      .filter(name => !ids.has(`${track}/${name}`))
      .map(name =>
        found(track, 'generated', `exercises/${track}/${name}.ts has no solution`, 'delete it, or write one'),
      )
  })
}

function judgeTrack(track: string, exercises: readonly Exercise[]): Flaw[] {
  const byNumber = groups(exercises, ({ number }) => number)
  const byName = groups(exercises, ({ id }) => nameIn(id).toLowerCase())
  const last = Math.max(...byNumber.keys())
  const missing = Array.from({ length: last }, (_, i) => i + 1).filter(number => !byNumber.has(number))
  return [
    ...missing.map(number =>
      found(
        track,
        'order',
        `the track ${track} goes up to ${two(last)} and has no ${two(number)}`,
        'number its files without gaps',
      ),
    ),
    ...[...byNumber].flatMap(([number, same]) =>
      same.length < 2
        ? []
        : [
            found(
              track,
              'ids',
              `${same.map(({ id }) => id).join(' and ')} both have the number ${two(number)}`,
              'give each a number of its own',
            ),
          ],
    ),
    ...[...byName.values()].flatMap(same =>
      same.length < 2
        ? []
        : [
            found(
              track,
              'ids',
              `${same.map(({ id }) => id).join(' and ')} have the same name`,
              'rename one: people name an exercise by it',
            ),
          ],
    ),
  ]
}

const two = (number: number): string => String(number).padStart(2, '0')

/** `batchnorm` of `makemore/05_batchnorm`. */
const nameIn = (id: string): string => id.replace(/^.*\/\d+_/, '')

function groups<K>(exercises: readonly Exercise[], key: (exercise: Exercise) => K): Map<K, Exercise[]> {
  const found = new Map<K, Exercise[]>()
  for (const exercise of exercises) {
    const same = found.get(key(exercise))
    if (same === undefined) found.set(key(exercise), [exercise])
    else same.push(exercise)
  }
  return found
}
