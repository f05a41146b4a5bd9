/** The numbers that decide a run, apart from the names and the functions: what a recipe lets one choose. */
import type { Recipe, TrainingSettings } from '../catalogue/recipe.ts'

/** One number that can be chosen. */
export interface SettingRule {
  readonly name: string
  /** As it is typed: `--decay-at`. */
  readonly flag: string
  readonly what: string
  readonly whole: boolean
  readonly least: number
  readonly most: number
  readonly usual: number
}

/** The same numbers for everybody who names no other. */
const SEED = 42

/** What all recipes have, and what those of this one are besides, in the order of the recipe. */
export function choicesOf({ options }: Pick<Recipe, 'options'>): SettingRule[] {
  const own = Object.entries(options).map(([name, { what, usual, least, most, whole = true }]) => ({
    name,
    flag: flagOf(name),
    what,
    whole: whole && name !== 'lr',
    least,
    most,
    usual,
  }))
  return [...own, seed]
}

const seed: SettingRule = {
  name: 'seed',
  flag: '--seed',
  what: 'use other parameters, batches and splits',
  whole: true,
  least: 0,
  most: 2 ** 32,
  usual: SEED,
}

/** `decayAt` as `--decay-at`. */
const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`

export const usualSettings = (recipe: Pick<Recipe, 'options'>): TrainingSettings =>
  Object.fromEntries(choicesOf(recipe).map(({ name, usual }) => [name, usual])) as TrainingSettings
