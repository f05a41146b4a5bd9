import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { pickExercise } from '../../catalogue/catalogue.ts'
import { mainCase, prepare } from '../../checker/ground.ts'
import { setupOf } from '../../learner/files.ts'
import { defaultLimits } from '../../learner/patience.ts'
import { emptyProgress } from '../../progress/progress.ts'
import { freshExercise } from '../files.ts'
import { blankNames } from '../ready.ts'
import { programOf } from '../settings.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'
import { openDesk } from '../try/desk.ts'
import { allExercises } from '../workspace.ts'

const folder = freshWorkspace()
const tried = (words: readonly string[], at = folder) => ninja(at, ['try', ...words])

test.each([
  ['probs.shape', '(32, 27)\n'],
  ['logits.max(1, keepdim=True).values.shape', '(32, 1)\n'],
  ['(probs.sum(1) - 1).abs().max() < 1e-12', 'tensor(1)\nshape ()\n'],
  ['[i ** 2 for i in range(4)]', '[0, 1, 4, 9]\n'],
  ['C[Xb].shape == emb.shape', 'True\n'],
  ['torch.arange(3)', 'tensor([0, 1, 2])\nshape (3)\n'],
  ['print(n, "a"); 1.0', '32 a\n1.0\n'],
  ['x = 3', '\n'],
  ['  probs.shape', '(32, 27)\n'],
])('in Python %s gives %j', (code, gives) => {
  const { stdout, status } = tried(['--python', code])
  expect([stdout || '\n', status]).toEqual([gives, 0])
})

test.each([
  ['prbs', "name 'prbs' is not defined\n  Did you mean probs?"],
  ['probs.sum(1, true)', "name 'true' is not defined\n  Python writes True."],
  [
    'probs.expandAs(x)',
    "AttributeError: 'Tensor' object has no attribute 'expandAs'\n  Did you mean expand_as?",
  ],
  ['probs.summ(1)', 'not read: Tensor.summ\n  Did you mean sum?'],
  ['probs.grad', 'there is no autograd here'],
  ['loss.backward()', 'there is no autograd here'],
  ['probs @ probs', 'the inner sizes 27 and 32 differ'],
  ['(1', 'SyntaxError'],
])('in Python %s has an error: %s', (code, message) => {
  const { stdout, status } = tried(['--python', code])
  expect(status).toBe(1)
  expect(stdout).toContain(message)
})

test('nothing is near to a single letter', () => {
  expect(tried(['--python', 'q']).stdout).toBe("✗ NameError: name 'q' is not defined\n")
})

describe('after the cells of a notebook', () => {
  const at = emptyFolder()
  const cells = 'import torch\na = torch.ones(2, 3, requires_grad=True)\nloss = (a * 2).sum()\n'
  writeFileSync(join(at, 'without.py'), `# %%\n${cells}`)
  writeFileSync(join(at, 'with.py'), `# %%\n${cells}loss.backward()\nda = a.grad * 3\nb = missing\n`)

  test.each([
    ['with.py', 'da.sum(0).shape', '(3,)'],
    ['with.py', 'a.grad.sum().item()', '12.0'],
    ['without.py', 'loss.item()', '12.0'],
    ['without.py', 'a.grad', ''],
  ])('%s: %s gives %s', (file, code, gives) => {
    expect(tried([file, code], at).stdout.split('\n')[0]).toBe(gives)
  })

  test('autograd gives what the notebook has asked it for, and nothing else', () => {
    expect(tried(['without.py', 'loss.backward(); a.grad'], at).stdout).toContain('there is no autograd here')
  })

  test('an error in a cell is said', () => {
    expect(tried(['with.py', 'da.shape'], at).stdout).toContain('an error in cell 1, line 7: NameError')
  })
})

test('in Python no expected number of a blank comes out either', () => {
  const all = allExercises(null)
  const exercise = pickExercise(all, 'makemore/07', null)
  const data = fileURLToPath(new URL('../../../exercises/data/names.txt', import.meta.url))
  const at = mainCase(prepare(setupOf(exercise, 42, data)))!
  const file = join(emptyFolder(), 'fresh.ts')
  writeFileSync(file, freshExercise(exercise))
  const settings = { seed: 42, data, limits: defaultLimits, program: programOf('room') }
  const desk = openDesk({ ...settings, exercise, file }, all, emptyProgress, { isPython: true })
  for (const name of blankNames(exercise)) {
    const expected = new Set(
      [...at.truth.gradient(name.slice(1)).data].filter(one => one !== 0).map(one => one.toPrecision(9)),
    )
    const { result, failure } = desk.evaluate(`d = ${name}; d.view(-1)[:2000].tolist() + [d.sum().item()]`)
    expect(failure).toBe(null)
    const numbers = result!.match(/-?\d+\.\d+(?:e[-+]?\d+)?/g)!.map(one => Number(one).toPrecision(9))
    expect([name, ...numbers.filter(one => expected.has(one))]).toEqual([name])
  }
  desk.end()
})
