/** What each blank is worth: 1, unless a course says otherwise. */
import { type Exercise, pickExercise } from '../../catalogue/catalogue.ts'
import { NinjaError } from '../../errors.ts'
import { nearest } from '../../suggest.ts'

/** An exercise that is graded, and its blanks in their order. */
export interface PricedExercise {
  readonly id: string
  readonly blanks: readonly string[]
}

/** For each exercise what its blanks are worth, where nothing is said. */
export const onePointEach = (
  asked: readonly PricedExercise[],
): ReadonlyMap<string, ReadonlyMap<string, number>> =>
  new Map(asked.map(({ id, blanks }) => [id, new Map(blanks.map(blank => [blank, 1]))]))

/**
 * Reads `{ "makemore/07": { "dlogprobs": 2, "*": 1 }, "*": 1 }`; `*` stands for all that isn't named. An exercise may be
 * written as on the command line; one that exists and isn't graded is no mistake. `name`: of the file.
 * @throws NinjaError 'data' for what is no such JSON, for names that don't exist, for numbers that are no points.
 */
export function readPoints(
  text: string,
  name: string,
  asked: readonly PricedExercise[],
  all: readonly Exercise[],
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const { elsewhere, given } = writtenIn(text, name, all)
  const usual = pointsFrom(elsewhere, `${name}, *`)
  return new Map(asked.map(one => [one.id, pricesOf(one, given.get(one.id) ?? {}, usual, name)]))
}

/** The exercises that have points in such a file and aren't graded. */
export const idlePoints = (
  text: string,
  name: string,
  asked: readonly PricedExercise[],
  all: readonly Exercise[],
): string[] => [...writtenIn(text, name, all).given.keys()].filter(id => !asked.some(one => one.id === id))

interface Written {
  /** What all blanks are worth that aren't named. */
  readonly elsewhere: unknown
  /** By exercise. */
  readonly given: ReadonlyMap<string, Readonly<Record<string, unknown>>>
}

function writtenIn(text: string, name: string, all: readonly Exercise[]): Written {
  const { '*': elsewhere = 1, ...written } = objectIn(parsed(text, name), name, 'the file')
  const given = new Map<string, Readonly<Record<string, unknown>>>()
  for (const [key, value] of Object.entries(written)) {
    const { id } = exerciseNamed(key, name, all)
    if (given.has(id)) throw new NinjaError('data', `${name} has ${id} twice`, 'keep one of them')
    given.set(id, objectIn(value, name, key))
  }
  return { elsewhere, given }
}

function pricesOf(
  { id, blanks }: PricedExercise,
  { '*': others, ...named }: Readonly<Record<string, unknown>>,
  usual: number,
  name: string,
): ReadonlyMap<string, number> {
  for (const blank of Object.keys(named)) {
    if (blanks.includes(blank)) continue
    const near = nearest(blank, blanks)
    throw new NinjaError(
      'data',
      `${name}: ${id} has no blank "${blank}"`,
      near === undefined ? `its blanks: ${blanks.join(', ')}` : `did you mean ${near}?`,
    )
  }
  const rest = others === undefined ? usual : pointsFrom(others, `${name}, ${id}, *`)
  return new Map(
    blanks.map(blank => {
      const value = Object.hasOwn(named, blank) ? pointsFrom(named[blank], `${name}, ${id}, ${blank}`) : rest
      return [blank, value]
    }),
  )
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new NinjaError('data', `${name} is not JSON: ${(error as Error).message}`, EXAMPLE)
  }
}

const EXAMPLE = 'for example: { "makemore/07": { "dlogprobs": 2, "*": 1 } }'

function objectIn(value: unknown, name: string, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new NinjaError('data', `${name}: ${where} needs blanks and their points in braces`, EXAMPLE)
}

function pointsFrom(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
  throw new NinjaError('data', `${where}: points are a number, 0 or more, not ${JSON.stringify(value)}`)
}

function exerciseNamed(written: string, name: string, all: readonly Exercise[]): Exercise {
  try {
    return pickExercise(all, written, null)
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    throw new NinjaError('data', `${name}: ${error.message}`, error.advice)
  }
}
