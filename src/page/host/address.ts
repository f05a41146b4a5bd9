/** Exercises in addresses: `#makemore/02`. */
import type { Listed } from '../tracks.ts'

export const addressOf = ({ track, number }: Listed): string => `#${track}/${String(number).padStart(2, '0')}`

/** Also all of the name, `#makemore/02_softmax`; null where it means none. */
export function idIn(hash: string, exercises: readonly Listed[]): string | null {
  const [track, name = ''] = wordsOf(hash).split('/')
  const found = exercises.find(
    exercise =>
      exercise.track === track &&
      (exercise.id === `${track}/${name}` || (/^\d+$/.test(name) && exercise.number === Number(name))),
  )
  return found?.id ?? null
}

function wordsOf(hash: string): string {
  try {
    return decodeURIComponent(hash.replace(/^#/, ''))
  } catch {
    return ''
  }
}
