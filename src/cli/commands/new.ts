/** `ninja new`: a solution that passes verify, to be rewritten. Where there is no pack yet, a pack is made. */
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { template } from '../../author/template.ts'
import { exerciseIds, findExercises, numberOf } from '../../catalogue/catalogue.ts'
import { invariant, NinjaError } from '../../errors.ts'
import { filesIn, isPack, packIn } from '../../learner/packs.ts'
import { renderNew } from '../../terminal/new.ts'
import { demandOwnAnswers } from '../answers.ts'
import { type CommandResult, type Context, outcome } from '../command.ts'
import { freshExercise, shown, writeFile } from '../files.ts'
import { linkPackage } from '../links.ts'
import { addPackField } from '../packs.ts'
import { packFiles } from '../starter.ts'
import { commandName, isInWorkspace, solutionsAround } from '../workspace.ts'

export function run({ cwd, ninja }: Context, [written]: readonly string[]): CommandResult {
  const [track, name] = namesIn(written)
  const around = solutionsAround(cwd)
  if (around === null && isInWorkspace(cwd)) {
    throw new NinjaError(
      'usage',
      'this folder is for learning; write exercises in a folder of their own',
      `mkdir ../pack && cd ../pack && ${ninja} new ${written}`,
    )
  }
  const root = around ?? cwd
  if (isPack(root)) demandOwnAnswers(packIn(root))
  const made = isPack(root) ? [] : makePack(root, track)
  const solutions = join(root, 'solutions')
  const there = (exerciseIds(filesIn(root), 'solutions') ?? []).filter(id => id.startsWith(`${track}/`))
  const same = there.find(id => id.replace(/^.*\/\d+_/, '').toLowerCase() === name.toLowerCase())
  if (same !== undefined)
    throw new NinjaError('usage', `there is already an exercise ${same}`, 'choose another name')
  const number = Math.max(0, ...there.map(numberOf)) + 1
  const id = `${track}/${String(number).padStart(2, '0')}_${name}`
  const solution = join(solutions, `${id}.ts`)
  writeFile(solution, template(number, titleFrom(name)))
  const exercise = findExercises([packIn(root)]).find(one => one.id === id)
  invariant(exercise !== undefined, `${id} was written, and is not there`)
  writeFile(join(root, 'exercises', `${id}.ts`), freshExercise(exercise))
  const warning = around === null ? linkPackage(root) : null
  const file = shown(cwd, solution)
  return outcome(renderNew({ made, file, id, ninja: commandName(root) }), [warning])
}

function namesIn(written: string): [track: string, name: string] {
  const [, track, name] = /^(\w+)\/(?:\d+_)?([a-z]\w*)$/i.exec(written) ?? []
  if (track !== undefined) return [track, name]
  throw new NinjaError(
    'usage',
    `"${written}" is not the name of an exercise`,
    'write track/name in letters, digits and underscores, such as layers/layer_norm',
  )
}

/** What a folder needs to be a pack; what is there already stays, and a package.json gets the field that makes it one. */
function makePack(root: string, track: string): string[] {
  const hasField = existsSync(join(root, 'package.json')) && addPackField(root, track)
  const made = packFiles(basename(root), track).flatMap(({ path, content }) => {
    if (existsSync(join(root, path))) return []
    writeFile(join(root, path), content)
    return [path]
  })
  return hasField ? ['"ninja" in package.json', ...made] : made
}

/** `layer_norm` as `Layer norm`. */
const titleFrom = (name: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`
