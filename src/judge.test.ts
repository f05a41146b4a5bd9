/** Forward passes and functions of other courses, rewritten in their own style, judged from outside. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explain, judge, passes, type Sizes } from './judge.ts'
import { arange, crossEntropy, oneHot, ones, softmax, where } from './tensor/creation.ts'
import type { Generator } from './tensor/random.ts'
import type { Tensor } from './tensor/tensor.ts'

type Source = { readonly g: Generator }
type Tensors = Readonly<Record<string, Tensor>>

/** One function that gives several gradients, as one for each of them. */
const each = <S>(names: readonly string[], backward: (scope: S) => readonly (Tensor | number)[]) =>
  Object.fromEntries(names.map((name, i) => [name, (scope: S) => backward(scope)[i]]))

const verdictsOf = (rows: ReturnType<typeof judge>) =>
  Object.fromEntries(rows.map(({ name, verdict }) => [name, passes(verdict) ? 'right' : verdict]))

const blamed = (rows: ReturnType<typeof judge>): string[] =>
  rows.filter(({ verdict }) => !passes(verdict) && verdict !== 'inherited').map(({ name }) => name)

// CS231n: layers as pairs of functions, forward giving (out, cache), backward taking (dout, cache).

const twoLayers = {
  sizes: { small: { N: 5, D: 4, H: 6, C: 3 }, large: { N: 8, D: 7, H: 5, C: 4 } },
  inputs: ({ N, D, H, C }: Sizes, { g }: Source) => ({
    ...{ X: g.randn(N, D), W1: g.randn(D, H), b1: g.randn(H), gamma: g.randn(H), beta: g.randn(H) },
    ...{ W2: g.randn(H, C), b2: g.randn(C), y: g.randint(0, C, [N]) },
  }),
  forward: ({ X, W1, b1, gamma, beta, W2, b2, y }: Tensors) => {
    const a1 = X.matmul(W1).add(b1)
    const mu = a1.mean(0)
    const std = a1.sub(mu).pow(2).mean(0).add(1e-5).sqrt()
    const xhat = a1.sub(mu).div(std)
    const bn = gamma.mul(xhat).add(beta)
    const h = bn.relu()
    const scores = h.matmul(W2).add(b2)
    return { a1, mu, std, xhat, bn, h, scores, loss: crossEntropy(scores, y) }
  },
}

const affineBackward = (dout: Tensor, [x, w]: readonly Tensor[]): Tensor[] => [
  dout.matmul(w.T),
  x.T.matmul(dout),
  dout.sum(0),
]

const batchnormBackward = (dout: Tensor, [xhat, gamma, std]: readonly Tensor[]): Tensor[] => {
  const N = dout.shape[0]
  const [dgamma, dbeta] = [dout.mul(xhat).sum(0), dout.sum(0)]
  const dx = gamma
    .div(std)
    .div(N)
    .mul(dout.mul(N).sub(dbeta).sub(xhat.mul(dgamma)))
  return [dx, dgamma, dbeta]
}

const softmaxBackward = (scores: Tensor, y: Tensor): Tensor =>
  softmax(scores, 1).sub(oneHot(y, scores.shape[1])).div(scores.shape[0])

const layers = {
  dscores: ({ scores, y }: Tensors) => softmaxBackward(scores, y),
  ...each(['dh', 'dW2', 'db2'], ({ dscores, h, W2 }: Tensors) => affineBackward(dscores, [h, W2])),
  dbn: ({ dh, bn }: Tensors) => dh.mul(bn.gt(0)),
  ...each(['da1', 'dgamma', 'dbeta'], ({ dbn, xhat, gamma, std }: Tensors) =>
    batchnormBackward(dbn, [xhat, gamma, std]),
  ),
  ...each(['dX', 'dW1', 'db1'], ({ da1, X, W1 }: Tensors) => affineBackward(da1, [X, W1])),
}

test('the backward functions of a two-layer net with batchnorm are right', () => {
  expect(blamed(judge(twoLayers, layers))).toEqual([])
})

test.each<[string, string, object, string]>([
  ['a mask that is forgotten', 'dbn', { dbn: ({ dh }: Tensors) => dh }, 'local derivative missing'],
  ['a batch that is not summed', 'db2', { db2: ({ dscores }: Tensors) => dscores }, 'reduction'],
  [
    'batchnorm without the way through its mean',
    'da1',
    {
      da1: ({ dbn, xhat, gamma, std }: Tensors) =>
        gamma
          .div(std)
          .div(dbn.shape[0])
          .mul(dbn.mul(dbn.shape[0]).sub(xhat.mul(dbn.mul(xhat).sum(0)))),
    },
    'fused formulas',
  ],
  ['a sign', 'dgamma', { dgamma: ({ dbn, xhat }: Tensors) => dbn.mul(xhat).sum(0).neg() }, 'sign, factor'],
])('of that net, %s is rejected, blamed and explained', (_, name, wrong, family) => {
  const functions = { ...layers, ...wrong }
  const rows = judge(twoLayers, functions)
  expect(blamed(rows)).toEqual([name])
  expect(explain(twoLayers, functions, name)?.family).toBe(family)
  expect(explain(twoLayers, functions, 'dW1')).toBeNull()
})

// minitorch: a scalar function is a class with forward and backward on plain numbers, and a context between them.

class Context {
  saved: readonly number[] = []
  save(...values: number[]): void {
    this.saved = values
  }
}

interface ScalarFunction {
  forward(ctx: Context, ...inputs: number[]): number
  backward(ctx: Context, d: number): number[]
}

const Mul: ScalarFunction = {
  forward(ctx, a, b) {
    ctx.save(a, b)
    return a * b
  },
  backward: ({ saved: [a, b] }, d) => [d * b, d * a],
}

const Sigmoid: ScalarFunction = {
  forward(ctx, a) {
    const out = 1 / (1 + Math.exp(-a))
    ctx.save(out)
    return out
  },
  backward: ({ saved: [out] }, d) => [d * out * (1 - out)],
}

const Log: ScalarFunction = {
  forward(ctx, a) {
    ctx.save(a)
    return Math.log(a + 1e-6)
  },
  backward: ({ saved: [a] }, d) => [d / (a + 1e-6)],
}

/** The gradients of a function's inputs from that of its output, with its own forward run before. */
const through =
  (fn: ScalarFunction, inputs: readonly string[], output: string) =>
  (scope: Tensors): number[] => {
    const ctx = new Context()
    fn.forward(ctx, ...inputs.map(name => scope[name].item()))
    return fn.backward(ctx, scope[`d${output}`].item())
  }

const scalars = {
  sizes: { one: { at: 1 }, other: { at: 2 } },
  inputs: (_: Sizes, { g }: Source) => ({ x: g.randn(), w: g.randn() }),
  forward: ({ x, w }: Tensors) => {
    const z = x.mul(w)
    const s = z.sigmoid()
    return { z, s, loss: s.add(1e-6).log() }
  },
}

const chainOf = (sigmoid: ScalarFunction) => ({
  ...each(['ds'], through(Log, ['s'], 'loss')),
  ...each(['dz'], through(sigmoid, ['z'], 's')),
  ...each(['dx', 'dw'], through(Mul, ['x', 'w'], 'z')),
})

test('scalar functions that compute on plain numbers are right', () => {
  expect(verdictsOf(judge(scalars, chainOf(Sigmoid)))).toEqual({
    ...{ ds: 'right', dz: 'right', dx: 'right', dw: 'right' },
  })
})

test('a scalar function that forgets a factor is blamed, and what follows from it is not', () => {
  const careless: ScalarFunction = { ...Sigmoid, backward: ({ saved: [out] }, d) => [d * (1 - out)] }
  expect(verdictsOf(judge(scalars, chainOf(careless)))).toEqual({
    ...{ ds: 'right', dz: 'wrong', dx: 'inherited', dw: 'inherited' },
  })
  expect(explain(scalars, chainOf(careless), 'dz')?.family).toBe('wrong local derivative')
})

// Layer norm and one head of causal attention, with no loss of their own.

type Weights = { readonly D: number } & Readonly<Record<'x' | 'gain' | 'Wq' | 'Wk' | 'Wv', Tensor>>

const attention = {
  sizes: { small: { T: 4, C: 5, D: 3 }, large: { T: 6, C: 3, D: 7 } },
  inputs: ({ T, C, D }: Sizes, { g }: Source) => ({
    ...{ x: g.randn(T, C), gain: g.randn(C), Wq: g.randn(C, D), Wk: g.randn(C, D), Wv: g.randn(C, D), D },
  }),
  forward: ({ x, gain, Wq, Wk, Wv, D }: Weights) => {
    const mean = x.mean(1, { keepdim: true })
    const rstd = x.sub(mean).pow(2).mean(1, { keepdim: true }).add(1e-5).pow(-0.5)
    const xhat = x.sub(mean).mul(rstd)
    const ln = xhat.mul(gain)
    const q = ln.matmul(Wq)
    const k = ln.matmul(Wk)
    const v = ln.matmul(Wv)
    const scores = q.matmul(k.T).mul(D ** -0.5)
    const steps = arange(x.shape[0])
    const seen = steps.view(-1, 1).ge(steps)
    const att = softmax(where(seen, scores, -Infinity), 1)
    return { mean, rstd, xhat, ln, q, k, v, scores, seen, att, out: att.matmul(v) }
  },
}

type Head = { readonly D: number } & Readonly<
  Record<'xhat' | 'rstd' | 'gain' | 'ln' | 'q' | 'k' | 'v' | 'att' | 'seen' | 'Wq' | 'Wk' | 'Wv', Tensor>
> &
  Readonly<Record<'dout' | 'datt' | 'dscores' | 'dq' | 'dk' | 'dv' | 'dln' | 'dxhat', Tensor>>

const kept = { keepdim: true }

const head = {
  datt: ({ dout, v }: Head) => dout.matmul(v.T),
  dv: ({ dout, att }: Head) => att.T.matmul(dout),
  dscores: ({ datt, att }: Head) => att.mul(datt.sub(datt.mul(att).sum(1, kept))),
  dq: ({ dscores, k, D }: Head) => dscores.matmul(k).mul(D ** -0.5),
  dk: ({ dscores, q, D }: Head) => dscores.T.matmul(q).mul(D ** -0.5),
  dWq: ({ ln, dq }: Head) => ln.T.matmul(dq),
  dln: ({ dq, dk, dv, Wq, Wk, Wv }: Head) => dq.matmul(Wq.T).add(dk.matmul(Wk.T)).add(dv.matmul(Wv.T)),
  dgain: ({ dln, xhat }: Head) => dln.mul(xhat).sum(0),
  dxhat: ({ dln, gain }: Head) => dln.mul(gain),
  dx: ({ dxhat, xhat, rstd }: Head) =>
    rstd.mul(dxhat.sub(dxhat.mean(1, kept)).sub(xhat.mul(dxhat.mul(xhat).mean(1, kept)))),
}

test('layer norm and attention are right', () => {
  expect(blamed(judge(attention, head))).toEqual([])
})

test.each<[string, string, object, string]>([
  ['the scale', 'dq', { dq: ({ dscores, k }: Head) => dscores.matmul(k) }, 'sign, factor'],
  [
    'one of three uses',
    'dln',
    { dln: ({ dq, dk, Wq, Wk }: Head) => dq.matmul(Wq.T).add(dk.matmul(Wk.T)) },
    'a use forgotten',
  ],
  [
    'the way through the mean',
    'dx',
    { dx: ({ dxhat, xhat, rstd }: Head) => rstd.mul(dxhat.sub(xhat.mul(dxhat.mul(xhat).mean(1, kept)))) },
    'a use forgotten',
  ],
])('of these, %s forgotten is rejected, blamed and explained', (_, name, wrong, family) => {
  const functions = { ...head, ...wrong }
  expect(blamed(judge(attention, functions))).toEqual([name])
  expect(explain(attention, functions, name)?.family).toBe(family)
})

test('a function that writes into what it is given is wrong, and is told so', () => {
  const functions = {
    ...head,
    dv: ({ dout, att }: Head) => {
      const right = att.T.matmul(dout)
      dout.data.fill(0)
      return right
    },
  }
  expect(blamed(judge(attention, functions))).toEqual(['dv'])
  expect(explain(attention, functions, 'dv')?.family).toBe('stale or aliased')
})

test('what a function is written like makes its advice better', () => {
  const dv = new Function('{ att }', 'rows, columns = att.shape; return att') as () => unknown
  expect(judge(attention, { dv })[0]).toMatchObject({
    message: 'ReferenceError: rows is not defined',
    advice: 'to declare several names at once, put them in brackets: const [n, m] = x.shape',
  })
})

test('a forward pass that cannot be judged is refused in words', () => {
  const { sizes, ...rest } = scalars
  expect(() => judge({ ...rest, sizes: { one: sizes.one } }, {})).toThrow('at least two sets of sizes')
  expect(() => judge(scalars, { dq: () => 0 })).toThrow('there is no tensor for a function dq')
  expect(() => judge(rest as never, {})).toThrow('at least two sets of sizes')
  const bare = { ...scalars, forward: () => ones(2) }
  expect(() => judge(bare as never, {})).toThrow('returns no tensor by name')
})

test('the example in docs/judge.md prints what the comments say', () => {
  const page = readFileSync(new URL('../docs/judge.md', import.meta.url), 'utf8')
  const example = /```js\n(import \{ explain, judge \}[\s\S]*?)```/.exec(page)![1]
  const built = new URL('../dist/judge.js', import.meta.url).href
  const script = example.replace("'backprop-ninja/judge'", JSON.stringify(built))
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(said).toMatch(/^dx exact\ndw exact\ndb shape\nYour result is not summed\./)
})
