/** What one function of a learner's does to another's verdict, and to what the check itself holds. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { filledIn } from '../../author/filled.ts'
import { pickExercise } from '../../catalogue/catalogue.ts'
import type { Report } from '../../checker/report.ts'
import { emptyFolder, ninja } from '../testing.ts'
import { allExercises } from '../workspace.ts'
import { withBody } from './testing.ts'

/** The verdicts on an exercise of this program, all answers right but these bodies, by the names of the rows. */
function verdicts(id: string, bodies: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const exercise = pickExercise(allExercises(null), id, null)
  let text = filledIn(exercise)
  for (const [name, body] of Object.entries(bodies)) text = withBody(text, name, body)
  const file = join(emptyFolder(), 'mine.ts')
  writeFileSync(file, text)
  const { stdout } = ninja(emptyFolder(), ['check', id, '--file', file, '--json'])
  const { gradients }: Report = JSON.parse(stdout)
  return Object.fromEntries(gradients.map(({ name, verdict }) => [name, verdict]))
}

describe('what a check hands out may be changed without changing what it expects', () => {
  test.each([
    [
      'a dimension in front',
      `let g = gradient
  const sizes = shape as number[]
  while (sizes.length < g.shape.length) sizes.unshift(1)
  for (let d = 0; d < sizes.length; d++) if (sizes[d] === 1) g = g.sum(d, { keepdim: true })
  return g`,
      '(3, 4) to (4)',
    ],
    [
      'all of it taken away',
      'const sizes = shape as number[]\n  while (sizes.length > 0) sizes.pop()\n  return gradient.sum()',
      '(3, 4) to (3, 1)',
    ],
  ])('%s', (_, body, row) => {
    expect(verdicts('broadcasting/05', { unbroadcast: body })[row]).toBe('shape')
  })
})

describe('a gradient that calls another blank of the exercise', () => {
  const calling = 'return pullBack(jacobian(p), dp)'

  test('is right where that is', () => {
    expect(verdicts('broadcasting/13', { dz: calling }).dz).toMatch(/exact|approximate/)
  })

  test('is inherited where that is wrong, throws or is not filled in', () => {
    for (const wrong of ['return eye(p.shape[0]).mul(p)', 'return p.nothing()', 'return TODO()']) {
      const found = verdicts('broadcasting/13', { dz: calling, jacobian: wrong })
      expect([wrong, found.dz, found.dZ]).toEqual([wrong, 'inherited', 'exact'])
    }
  })

  test('is to blame for a slip of its own all the same', () => {
    const found = verdicts('broadcasting/13', { dz: `${calling}.mul(2)`, jacobian: 'return eye(p.shape[0])' })
    expect(found.dz).toBe('wrong')
  })
})

test('answers may use what the learner\u2019s file does not import, however the check is written', () => {
  const pack = emptyFolder()
  mkdirSync(join(pack, 'solutions', 'plain'), { recursive: true })
  writeFileSync(join(pack, 'package.json'), '{"name":"plain","version":"1.0.0","ninja":{"format":1}}')
  writeFileSync(
    join(pack, 'solutions', 'plain', '01_plain.ts'),
    `// %% [markdown]
// # 01 · Plain

// %%
import { tensor } from 'backprop-ninja'

// %% Two numbers
// hint: A list.
export function two() {
  // answer
  return tensor([1, 2])
  // end answer
}

// %% Three times
// hint: mul
export function thrice(x) {
  // answer
  return x.mul(3)
  // end answer
}

// %% check
export const check = learner => [
  { name: 'two()', blank: 'two', learner: () => learner.two().sum().item(), expected: 3 },
  { name: 'thrice', blank: 'thrice', learner: () => learner.thrice(learner.two()).sum().item(), expected: 9 },
]
`,
  )
  const workspace = join(emptyFolder(), 'ws')
  ninja(pack, ['init', workspace, '--pack', pack])
  const mine = 'export function two() {\n  return 3\n}\nexport function thrice(x) {\n  return x.mul(3)\n}\n'
  writeFileSync(join(workspace, 'exercises', 'plain', '01_plain.ts'), mine)
  const { stdout } = ninja(workspace, ['check', '--json'])
  const { gradients, error }: Report = JSON.parse(stdout)
  expect(error).toBeNull()
  expect(gradients.map(({ verdict }) => verdict)).toEqual(['threw', 'inherited'])
})
