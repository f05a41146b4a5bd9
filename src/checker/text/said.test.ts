/** What a learner is told of a line, word for word: the whole check of an exercise, with that line in it. */
import { describe, expect, test } from 'vitest'
import { exerciseWith, judgementOf, reported, saidOf } from './testing.ts'

type Row = readonly [lines: string, said: string, line?: number]

/** Rows for one function; `line`: which of its lines is named, from 0. */
function expectSaid(exercise: string, name: string, rows: readonly Row[]): void {
  test.each(rows.map(([lines, said, line]) => ({ lines, said, line: line ?? 0 })))(
    '$lines: $said',
    ({ lines, said, line }) => {
      const judgement = judgementOf(exercise, name, lines)
      expect(saidOf(judgement)).toContain(said)
      const at = exerciseWith(exercise, name, lines)
        .split('\n')
        .indexOf(`  ${lines.split('\n')[line]}`)
      expect(judgement.line).toBe(at + 1)
    },
  )
}

const kept = '{ keepdim: true }'

describe('parentheses with commas in them', () => {
  expectSaid('03', 'db2', [
    [
      'return dlogits.sum((0, 1))',
      "In TypeScript `(0, 1)` isn't a tuple: it's just its last part, `1`. For a list, write `[0, 1]`; for several arguments, leave the inner parentheses out.",
    ],
  ])
  test('are no mistake where the line is right', () => {
    expect(saidOf(judgementOf('03', 'db2', 'return dlogits.sum((1, 0))'))).not.toContain('tuple')
  })
})

describe('a result that is thrown away', () => {
  expectSaid('02', 'dcounts', [
    [
      'let d = counts_sum_inv.mul(dprobs)\nd.add(dcounts_sum)\nreturn d',
      'Nothing happens to the result of `d.add(dcounts_sum)`: tensors never change. Write `return d.add(dcounts_sum)`.',
      1,
    ],
    [
      'let d = counts_sum_inv.mul(dprobs)\nd.add(dcounts_sum)\nd = d.mul(1)\nreturn d',
      'Write `d = d.add(dcounts_sum)`.',
      1,
    ],
    [
      'const d = counts_sum_inv.mul(dprobs)\nfor (let i = 0; i < 2; i++) {\n  d.add(dcounts_sum)\n}\nreturn d',
      'Declare `d` with let, and write `d = d.add(dcounts_sum)`.',
      2,
    ],
    [
      'dprobs.mul(counts_sum_inv)\nreturn dcounts_sum',
      'Give it a name with const, and use that name from here on.',
    ],
  ])
  expectSaid('05', 'dhprebn', [
    [
      'const dhprebn = dbndiff\ndhprebn.add(dbnmeani.div(n))\nreturn dhprebn',
      'Write `return dhprebn.add(dbnmeani.div(n))`.',
      1,
    ],
  ])
  expectSaid('02', 'dlogit_maxes', [
    [`const d = dnorm_logits.sum(1, ${kept})\nd.neg()\nreturn d`, 'Write `return d.neg()`.', 1],
  ])
  expectSaid('02', 'dcounts_sum_inv', [
    [`const d = dprobs.mul(counts)\nd.sum(1, ${kept})\nreturn d`, `Write \`return d.sum(1, ${kept})\`.`, 1],
  ])
  expectSaid('10', 'update', [
    ['p.sub(grad.mul(lr))\nreturn p', '`p.sub(…)` makes a new one, so return that.', 1],
  ])

  test('keeps the family that the value tells', () => {
    const lines = 'let d = counts_sum_inv.mul(dprobs)\nd.add(dcounts_sum)\nreturn d'
    expect(judgementOf('02', 'dcounts', lines).diagnosis?.family).toBe('a use forgotten')
  })

  test('in a right line it is nothing to speak of', () => {
    const lines = `dprobs.neg()\nreturn dprobs.mul(counts).sum(1, ${kept})`
    expect(judgementOf('02', 'dcounts_sum_inv', lines)).toMatchObject({ verdict: 'exact', diagnosis: null })
  })

  test('what adds to a set or a list is none', () => {
    const lines =
      'const seen = new Set<number>()\nseen.add(1)\nconst all: number[] = []\nall.push(1)\nreturn dprobs'
    expect(saidOf(judgementOf('02', 'dcounts_sum_inv', lines))).not.toContain('Nothing happens')
  })
})

describe('nothing is returned', () => {
  expectSaid('02', 'dcounts_sum_inv', [
    [
      'return\ndprobs.mul(counts)',
      'the statement ends right after `return`, so the next line never runs. Start the expression on the same line as `return`',
    ],
    ['// return dprobs.mul(counts)', 'the line with `return` is a comment: remove the // in front of it'],
    ['dprobs.mul(counts)', 'a `return` is missing: return dprobs.mul(counts)'],
    ['const d = dprobs.mul(counts)\nreturn', 'there is nothing after `return`', 1],
    ['return dprobs.mul(counts).grad', 'there is no autograd here: writing the gradients is your part'],
    ['return dprobs.H', 'a tensor has no .H: .T swaps the last two dimensions'],
    ['return counts.values', 'only x.max(dim) and x.min(dim) have .values'],
    ['return counts.max(0).value', '`counts.max(0)` gives { values, indices }, and has no .value'],
    ['return counts[0]', 'tensors have no [ ]: instead of `counts[0]` write `counts.index(0)`'],
    ['if (counts.shape[0] > 10 ** 9) return dprobs', 'where the condition of the last `if` is false'],
    ['return [1].find(x => x > 1)', 'what comes after `return` has no value'],
  ])
})

describe('a member that no tensor has, in the middle of a line', () => {
  expectSaid('02', 'dcounts_sum_inv', [
    ['return dprobs.matmul(counts.H)', 'A tensor has no .H: .T swaps the last two dimensions.'],
    ['return dprobs.mul(counts[0])', 'Tensors have no [ ]: instead of `counts[0]` write `counts.index(0)`'],
    [
      'return dprobs.mul(counts[0][1])',
      'instead of `counts[0][1]` write `counts.index(0, 1)`, or `counts.at(0, 1)` for a plain number.',
    ],
    ['return counts.foo.bar(3)', 'A tensor has no .foo.'],
    [
      'return dprobs.mul(counts.max(1).value)',
      '`counts.max(1)` gives { values, indices }, and has no .value',
    ],
  ])
})

describe('values and indices', () => {
  expectSaid('02', 'dcounts_sum_inv', [
    [
      'const [values, idx] = counts.max(1)\nreturn values',
      '`counts.max(1)` gives an object, so take it apart with braces: const { values, indices } = counts.max(1).',
    ],
    [
      'return dprobs.mul(counts.max(1)[0])',
      '`counts.max(1)` gives { values, indices }: write .values or .indices instead of [ ].',
    ],
    [
      'return counts.max(1).mul(2)',
      '`counts.max(1)` gives { values, indices }: write counts.max(1).values.mul(…).',
    ],
    [
      'for (const row of counts) console.log(row)\nreturn counts',
      'A loop cannot go through a tensor: write for (let i = 0; i < counts.shape[0]; i++), and counts.index(i) for row i.',
    ],
    ['return Math.max(...counts)', 'A tensor is not a list: write counts.data for its numbers.'],
  ])
})

describe('named arguments', () => {
  expectSaid('02', 'dcounts_sum_inv', [
    [
      'return dprobs.mul(counts).sum(1, keepdim=True)',
      'TypeScript has no named arguments: write `dprobs.mul(counts).sum(1, { keepdim: true })`.',
    ],
    ['return dprobs.sum(1, keepdim=true)', 'write `dprobs.sum(1, { keepdim: true })`.'],
    ['return dprobs.sum(dim=1, keepdim=True)', 'write `dprobs.sum(1, { keepdim: true })`.'],
    ['return dprobs.sum(axis=(0, 1))', 'write `dprobs.sum([0, 1])`.'],
    ['return oneHot(counts, num_classes=27)', 'write `oneHot(counts, 27)`.'],
    [
      'return counts.indexPut([0], 1, accumulate=true)',
      'x.indexPut(indices, values) replaces, and x.indexAdd(indices, values) adds.',
    ],
    ['return counts.pow(exponent=2)', '`exponent=…` sets a variable. Write the value alone, in its place.'],
  ])
})

describe('a name that there is not', () => {
  expectSaid('02', 'dcounts_sum_inv', [
    ['return Tensor(1).sub(counts)', 'tensor(1), with a small t, makes a tensor; Tensor is only its type.'],
    [
      'return new Tensor(1).sub(counts)',
      'tensor(1), with a small t, makes a tensor; Tensor is only its type.',
    ],
    ["return einsum('ij->i', dprobs)", 'Add einsum to the import at the top of the file.'],
    ['return conv2d(dprobs)', 'There is no function conv2d here'],
    ['return counts_sum_in', 'Did you mean counts_sum_inv?'],
    ['return dcounts_sum_in', 'Did you mean counts_sum_inv?'],
    ['return zeros_like(counts)', 'Did you mean zerosLike?'],
    ['d = counts.mul(2)\nreturn d', 'A new name starts with const: const d = …'],
    ['for (i = 0; i < 2; i++) {}\nreturn counts', 'A new name starts with let: for (let i = …'],
    [
      'd += counts.sum()\nreturn d',
      '`d` has no value yet that `+=` could change. Declare it first: let d = …',
    ],
    ['n, m = counts.shape\nreturn n', 'put them in brackets: const [n, m] = x.shape.'],
    [
      'if (counts) { const q = 1 }\nreturn q',
      '`q` is declared inside other braces { }, and exists only there.',
      1,
    ],
    ['pass', 'TypeScript has no pass: leave it out.'],
    ['return tf(counts)', 'There is no tf here'],
    [
      'return scope.counts',
      'Check the spelling: a name is either in the first line of the function, or declared with const.',
    ],
    ['return autograd.grad(counts)', 'There is no autograd here'],
    ['return loss.backward()', 'There is no autograd here'],
    ['return torch.sum(counts, 1)', 'There is no torch here: sum is a method, so write `counts.sum(1)`.'],
    ['return torch.zeros_like(counts)', 'import zerosLike, and write `zerosLike(counts)`.'],
    ['return F.one_hot(counts, 27)', 'There is no F here: import oneHot, and write `oneHot(counts, 27)`.'],
    ['return np.exp(counts)', 'There is no np here: exp is a method, so write `counts.exp()`.'],
    ['return sum(counts)', '`sum` is a method: write x.sum(…).'],
    ['return dcounts', 'returned a function | a gradient that is not named in the braces'],
  ])
})

describe('a method that there is not', () => {
  expectSaid('02', 'dcounts_sum_inv', [
    ['return counts.detach()', '`detach` is not needed here: leave it out, because nothing is recorded.'],
    [
      'return counts.to(5)',
      '`to` is not needed here: leave it out: all numbers are float64, and everything runs on the processor.',
    ],
    ['return counts.float()', '`float` is not needed here: leave it out: all numbers are float64.'],
    ['counts.requires_grad_()\nreturn counts', 'There is no autograd here'],
    ['counts.backward()\nreturn counts', 'There is no autograd here'],
    ['return counts.dot(dprobs)', 'Here it is called matmul.'],
    ['return counts.masked_fill(counts.eq(0), 1)', 'Did you mean maskedFill?'],
    ['return dprobs.Sum(0)', 'Did you mean sum?'],
    ['return counts.sub_(dprobs)', 'Tensors never change, so nothing works in place: write x = x.sub(…).'],
    [
      'return dcounts_sum.mul(counts)',
      '`dcounts_sum` is your function of that name here. For the gradient, name dcounts_sum in the braces of the first line.',
    ],
    [
      'const c = 3 * 2\nreturn c.mul(counts)',
      '`c` is a plain number, and numbers have no methods: write tensor(c).mul(…).',
      1,
    ],
    [
      'const list = [1]\nreturn list.mul(counts)',
      '`list` is not a tensor, and mul is a method of tensors.',
      1,
    ],
    ['return counts.frobnicate()', '`counts` has no method frobnicate.'],
  ])
})

describe('operators and sizes', () => {
  expectSaid('02', 'dcounts_sum_inv', [
    ['return counts * dprobs', 'Instead of `counts * dprobs` write `counts.mul(dprobs)`.'],
    ['return 1 - counts', 'Instead of `1 - counts` write `tensor(1).sub(counts)`.'],
    ['return -counts', 'Instead of `-counts` write `counts.neg()`.'],
    [
      'return (1.0 / counts) * dprobs',
      'Instead of `(1.0 / counts) * dprobs` write `tensor(1.0).div(counts).mul(dprobs)`.',
    ],
    [
      'return (1.0 - counts**2) * dprobs',
      'Instead of `(1.0 - counts**2) * dprobs` write `tensor(1.0).sub(counts.pow(2)).mul(dprobs)`.',
    ],
    [
      'return (-0.5*(counts + 1e-5)**-1.5) * dprobs',
      'write `counts.add(1e-5).pow(-1.5).mul(-0.5).mul(dprobs)`.',
    ],
    ['return (-counts).mul(2) - dprobs', 'write `counts.neg().mul(2).sub(dprobs)`.'],
    ['return dprobs + 2*(counts * dprobs).sum(1)', 'write `dprobs.add(counts.mul(dprobs).sum(1).mul(2))`.'],
    [
      'return (counts * dprobs).sum(1)',
      'Instead of `(counts * dprobs).sum(1)` write `counts.mul(dprobs).sum(1)`.',
    ],
    ['return (counts * dprobs).sum(1, keepdim=true)', 'write `counts.mul(dprobs)`.'],
    ['const k = 5\nreturn k * counts', 'Instead of `k * counts` write `counts.mul(k)`.', 1],
    ['let d = dprobs\nd += counts\nreturn d', 'Instead of `d += counts` write `d = d.add(counts)`.', 1],
    ['return counts.view(dprobs)', 'For the shape of another tensor write x.viewAs(y), or x.view(y.shape).'],
    [
      'return counts.expand(dprobs)',
      'For the shape of another tensor write x.expandAs(y), or x.expand(y.shape).',
    ],
    ['return counts.index([dprobs, dprobs])', 'Its lists need no brackets: write x.index(rows, cols).'],
    [
      'return counts.indexAdd(dprobs, dprobs, counts)',
      'Several lists go in brackets: write x.indexAdd([rows, cols], values).',
    ],
    ['return counts.indexPut([0], 1, true)', 'x.indexAdd([rows], values) adds instead of replacing.'],
  ])
})

describe('something that never changes is changed', () => {
  expectSaid('02', 'dcounts_sum_inv', [
    [
      'const d = counts\nd = d.mul(2)\nreturn d',
      '`d` is declared with const, so it cannot get another value: declare it with let.',
      1,
    ],
    ['dprobs[[0, counts]] = 2\nreturn dprobs', '`dprobs.indexPut([0, counts], 2)` makes a changed copy.'],
    [
      'dprobs[0] += counts[0]\nreturn dprobs',
      '`dprobs.indexAdd([0], counts[0])` makes a copy with the values added.',
    ],
    [
      'dprobs[0][1] += counts[0]\nreturn dprobs',
      '`dprobs.indexAdd([0, 1], counts[0])` makes a copy with the values added.',
    ],
    ['dprobs[0] = counts\nreturn dprobs', '`dprobs.indexPut([0], counts)` makes a changed copy.'],
    ['dprobs.T = counts\nreturn dprobs', 'Tensors never change: `dprobs.T` cannot be set.'],
  ])

  test('without a tensor in the sentence', () => {
    const said = saidOf(judgementOf('02', 'dcounts_sum_inv', 'dprobs[[0, counts]] = 2\nreturn dprobs'))
    expect(said).not.toContain('tensor([')
  })
})

test('a value that is kept outside of the function is named', () => {
  const lines = 'kept ??= dprobs.mul(counts).sum(1, { keepdim: true })\nreturn kept'
  const judgement = judgementOf('02', 'dcounts_sum_inv', lines, 'let kept: any\n')
  expect(saidOf(judgement)).toBe(
    '`kept` is declared outside the function and changed inside it. So it still holds what an earlier call left there, and each call has other numbers, some of them other sizes. Declare `kept` inside the function.',
  )
})

describe('what a function ends with has a family', () => {
  test.each([
    ['return dprobs.sum(0', 'syntax'],
    ['return dprobs.matmul(counts)', "sizes don't fit"],
    ['return dprobs.sum(2)', "sizes don't fit"],
    ['return dprobs.add(counts.slice(1, 0, 2))', "sizes don't fit"],
    ['return dprobs.frobnicate()', 'not a function'],
    ['return nothing_like_it', 'other error'],
  ])('%s: %s', (lines, family) => {
    expect(judgementOf('02', 'dcounts_sum_inv', lines)).toMatchObject({
      verdict: 'threw',
      diagnosis: { family },
    })
  })
})

test('a promise is not called async where there is no async', () => {
  expect(saidOf(judgementOf('02', 'dcounts_sum_inv', 'return Promise.resolve(dprobs)'))).toContain(
    'return the tensor itself: nothing here has to wait',
  )
})

describe('a file that cannot be read as a whole', () => {
  test('import torch is blamed where it is, and not where the next line begins', () => {
    const text = `import torch\n${exerciseWith('02', 'dcounts_sum_inv', 'return dprobs')}`
    expect(reported('02', text).error).toMatchObject({
      line: 1,
      message: expect.stringContaining('This looks like Python'),
      advice: 'fix line 1',
      reason: 'syntax',
    })
  })

  test('a merge conflict in a function is called one, in its line', () => {
    const text = exerciseWith('02', 'dcounts_sum_inv', 'return dprobs').replace(
      '  return dprobs\n',
      '<<<<<<< HEAD\n  return dprobs\n=======\n  return counts\n>>>>>>> main\n',
    )
    const { error, gradients } = reported('02', text)
    const line = text.split('\n').indexOf('<<<<<<< HEAD') + 1
    const told = error ?? gradients.find(({ verdict }) => verdict === 'threw')
    expect(told).toMatchObject({ line, message: expect.stringContaining('This marks a merge conflict') })
  })
})
