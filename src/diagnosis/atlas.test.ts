import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pickExercise } from '../catalogue/catalogue.ts'
import { prepare } from '../checker/ground.ts'
import { judgeLine } from '../cli/commands/mistakes.ts'
import { DATA } from '../cli/settings.ts'
import { allExercises, packageRoot } from '../cli/workspace.ts'
import { setupOf } from '../learner/files.ts'
import { atlas } from './atlas.ts'

const exercise = pickExercise(allExercises(null), 'makemore/07_whole_network', null)
const ground = prepare(setupOf(exercise, 42, join(packageRoot, DATA)))
const cases = 'failure' in ground ? [] : ground.cases

const examples = atlas.flatMap(({ family, example }) => (example === null ? [] : [{ family, example }]))

test.each(examples)('the example of "$family" is named as that', ({ family, example }) => {
  expect(judgeLine(cases, example.gradient, example.line).family).toBe(family)
})
