/** Packs without answers, for homework: made of a pack, and held against it. */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { exercisesIn, judgeBelonging } from '../author/blank-only/belonging.ts'
import { blankPack } from '../author/blank-only/pack.ts'
import { shownAnswers } from '../author/blank-only/shown.ts'
import type { Verification } from '../author/verify.ts'
import { findExercises } from '../catalogue/catalogue.ts'
import { NinjaError } from '../errors.ts'
import { fieldOf, packIn, readPack } from '../learner/packs.ts'
import { makeFolder } from '../progress/atomic.ts'
import { openOwnFiles } from '../progress/written.ts'
import { renderHomework } from '../terminal/build.ts'
import { demandOwnAnswers } from './answers.ts'
import { type CommandResult, type Context, type Options, outcome } from './command.ts'
import { foreignText, shown } from './files.ts'
import { settingsFrom } from './settings.ts'
import { exercisesNamed } from './target-exercise.ts'
import { findPack } from './workspace.ts'

/** `ninja build --blank-only --out FOLDER`, in the pack at `root`; `words`: of these exercises and tracks alone. */
export function buildHomework(
  context: Context,
  root: string,
  words: readonly string[],
  options: Options,
): CommandResult {
  const { cwd, ninja } = context
  if (options.check === true || typeof options.out !== 'string') {
    throw new NinjaError(
      'usage',
      options.check === true ? '--check and --blank-only do not go together' : '--blank-only needs --out',
      `${ninja} build --blank-only --out ../homework`,
    )
  }
  const pack = packIn(root)
  demandOwnAnswers(pack)
  const out = resolve(cwd, options.out)
  demandFree(out)
  const exercises = exercisesNamed(findExercises([pack]), words)
  const files = blankPack(pack, exercises, settingsFrom(options, context, null).data)
  makeFolder(out)
  const own = openOwnFiles(out)
  for (const { path, content } of files) own.write(path, content)
  const folder = shown(cwd, out)
  const warnings = own.finish(() => true).map(one => foreignText(one, folder))
  const all = shownAnswers(exercises)
  const read = all.filter(({ of, by }) => of !== by)
  return outcome(
    renderHomework({
      folder,
      many: exercises.length,
      shown: [...new Set(read.map(({ of }) => of))].map(of => ({
        of,
        by: read.filter(one => one.of === of).map(({ by }) => by),
      })),
      told: all.filter(({ of, by }) => of === by),
      ninja,
    }),
    warnings,
  )
}

/** Only a pack that was made like this is written over. */
function demandFree(out: string): void {
  if (!existsSync(out) || readdirSync(out).length === 0) return
  if (existsSync(join(out, 'package.json')) && fieldOf(out)?.blankOnly !== undefined) return
  throw new NinjaError(
    'usage',
    `there is something else in ${out}`,
    'name a folder that is empty, or that was made by build --blank-only',
  )
}

/** `ninja verify --blank-only FOLDER`, in the pack that it was made of. */
export function verifyHomework({ cwd }: Context, written: string, data: string): Verification {
  const own = packIn(findPack(cwd))
  demandOwnAnswers(own)
  const folder = resolve(cwd, written)
  if (!existsSync(join(folder, 'package.json')))
    throw new NinjaError('usage', `there is no pack in ${folder}`, 'make one: ninja build --blank-only')
  const [all, other] = [findExercises([own]), readPack(folder)]
  const exercises = exercisesIn(other, all)
  const findings = judgeBelonging(own, all, other, data)
  const isOf = (id: string) => (about: { readonly about: string }) => about.about === id
  return {
    findings: findings.filter(({ about }) => !exercises.some(({ id }) => id === about)),
    exercises: exercises.map(({ id }) => ({
      exercise: id,
      findings: findings.filter(isOf(id)),
      tallies: [],
      milliseconds: 0,
    })),
  }
}
