import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fileIn, makeCurrent, notePassed, solve } from '../solving.ts'
import { freshWorkspace, ninja } from '../testing.ts'

const folder = freshWorkspace()
makeCurrent(folder, '02')

const tried = (words: readonly string[], at = folder) => ninja(at, ['try', ...words])

describe('an expression', () => {
  test.each([
    ['counts.sum(1, { keepdim: true }).sub(counts_sum).abs().max().item()', '0'],
    ['n', '32'],
    ['dprobs.mul(counts).shape', '[ 32, 27 ]'],
    ["'a' + 1", '"a1"'],
    ['[1, [2, n], "a"]', "[ 1, [ 2, 32 ], 'a' ]"],
    ['{ a: 1, b: -0 }', '{ a: 1, b: -0 }'],
    ['x => x', '[Function (anonymous)]'],
    ['const a = arange(3); a.sum().item()', '3'],
    ['let s = 0; for (const one of [1, 2]) { s += one }; s // a comment', '3'],
    ['(1, 2)', '2'],
    ['-n', '-32'],
    ['undefined', ''],
    ['const a = 1', ''],
  ])('%s gives %s', (text, gives) => {
    const { status, stdout, stderr } = tried([text])
    expect([
      stdout.split('\n').filter(line => !line.includes('filled in') && !line.includes('until'))[0],
      stderr,
      status,
    ]).toEqual([gives, '', 0])
  })

  test('that is a tensor is printed as PyTorch prints it, with its shape', () => {
    expect(tried(['tensor([[1, 2.5], [3, 4]])']).stdout).toBe(
      'tensor([[1.0000, 2.5000],\n        [3.0000, 4.0000]])\nshape (2, 2)\n',
    )
  })

  test('that prints shows what it printed first', () => {
    expect(tried(['console.log(n, "printed"); n + 1']).stdout).toBe('32 printed\n33\n')
  })

  test.each([
    ['probs * 2', 'write `probs.mul(2)`'],
    ['prbs.shape', 'Did you mean probs?'],
    ['probs[0]', 'write `probs.index(0)`'],
    ['(1.0 - h**2) * dh', 'write `tensor(1.0).sub(h.pow(2)).mul(dh)`'],
    ['probs += 1', 'write `probs = probs.add(1)`'],
    ['n / probs', 'write `tensor(n).div(probs)`'],
    ['probs.shape[2]', 'it gives nothing'],
    ['logits.max(1)[0]', 'gives { values, indices }: write .values or .indices'],
    ['torch.zeros_like(probs)', 'There is no torch here: write `zerosLike(probs)`.'],
    ["import { onesLike } from 'backprop-ninja'", 'leave the import out'],
    ['math.sqrt(2)', 'Math.sqrt(x)'],
    ['probs.sum(0, { keepdim=True })', '{ keepdim: true }'],
    ['dprobs.grad', 'There is no autograd here: writing the gradients is your part.\n'],
    ['probs.matmul(probs)', '(32, 27) @ (32, 27)'],
    ['dXb', 'indices have no gradient'],
    ['dcounts.sum(0, keepdim=True)', 'write `dcounts.sum(0, { keepdim: true })`'],
    ['[1, 2', 'is not'],
    ['probs.data[0] = 1', '`probs`'],
    ['process.exit()', 'no files, no processes'],
    ['import.meta', 'import.meta does not exist here'],
  ])('%s has an error that helps: %s', (text, advice) => {
    const { status, stdout } = tried([text])
    expect(stdout).toContain(advice)
    expect(status).toBe(1)
  })

  test('that has no end is stopped: status 124', () => {
    const { status, stdout } = tried(['--time-limit', '0.3', 'for (;;) {}'])
    expect([status, stdout]).toEqual([124, expect.stringContaining('took too long and was stopped')])
  })

  test('of an exercise without a forward pass calls what is in its file', () => {
    const at = freshWorkspace()
    solve(at, 'derivatives/01')
    const { stdout } = tried(['--exercise', 'derivatives/01', 'slope(x => x * x, 3, 1)'], at)
    expect(stdout).toBe('7\n')
    expect(tried(['--exercise', 'derivatives/01', 'slope(x => x, 3, 1)']).stdout).toContain(
      "isn't filled in yet",
    )
  })
})

describe('a gradient', () => {
  test('that is a blank has random numbers in the right shape, and that is said', () => {
    expect(tried(['dcounts_sum.shape']).stdout).toBe(
      "[ 32, 1 ]\ndcounts_sum isn't filled in yet: its numbers are random here, in the right shape\n",
    )
    expect(tried(['dcounts.add(dcounts_sum).shape']).stdout).toContain(
      "dcounts and dcounts_sum aren't filled in yet: their numbers are random here",
    )
  })

  test('of an exercise before this one is right once that is passed, and random until then', () => {
    const at = freshWorkspace()
    makeCurrent(at, '02')
    const picked = ['dprobs.mul(probs).sum().item()']
    const before = tried(picked, at).stdout
    expect(before).toContain("until you've passed\nmakemore/01_log_loss: it would tell an answer")
    notePassed(at, '01')
    // The mean of -log(p) of n labels: each p has the slope -1 / (n p), and n of them are summed.
    expect(Number(tried(picked, at).stdout)).toBeCloseTo(-1, 12)
    expect(before).not.toContain('-1\n')
  })

  test('is what the learner’s own function gives, right or wrong', () => {
    const at = freshWorkspace()
    makeCurrent(at, '02')
    notePassed(at, '01')
    solve(at, '02', text =>
      text.replace(
        /(function dcounts_sum_inv[^\n]*\n)[^\n]*/,
        '$1  return dprobs.sum(1, { keepdim: true }).mul(7)',
      ),
    )
    expect(
      tried(['dcounts_sum_inv.sub(dprobs.sum(1, { keepdim: true }).mul(7)).abs().max().item()'], at).stdout,
    ).toBe('0\n')
    solve(at, '02', text => text.replace(/(function dcounts_sum_inv[^\n]*\n)[^\n]*/, '$1  return TODO()'))
    expect(tried(['dcounts_sum.shape'], at).stdout).toBe(
      '[ 32, 1 ]\ndcounts_sum is what your function makes of random numbers for dcounts_sum_inv\n',
    )
    solve(at, '02', text => text.replace(/(function dcounts_sum_inv[^\n]*\n)[^\n]*/, '$1  return missing'))
    expect(tried(['dcounts_sum_inv.shape'], at).stdout).toContain(
      'your dcounts_sum_inv gives nothing (ReferenceError: missing is not defined)',
    )
  })
})

test('a file that cannot be read costs its functions alone', () => {
  const at = freshWorkspace()
  writeFileSync(fileIn(at, '01'), 'const = 3\n')
  const { stdout, status } = tried(['probs.shape'], at)
  expect([stdout.split('\n')[0], status]).toEqual(['[ 32, 27 ]', 0])
  expect(stdout).toContain("your file can't be read, so none of its functions is here: line 1")
})

test('helpers of the file are there, and names that it does not import', () => {
  const at = freshWorkspace()
  solve(at, '01', text => `${text}\nconst half = (x: Tensor): Tensor => x.div(2)\n`)
  expect(tried(['half(ones(2)).sum().item() + maximum(tensor(1), tensor(2)).item()'], at).stdout).toBe('3\n')
})

test('a misspelt option is no expression', () => {
  const { status, stderr } = tried(['--pyton', 'n'])
  expect([status, stderr]).toEqual([2, expect.stringContaining('did you mean --python?')])
})
