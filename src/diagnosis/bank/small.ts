/** Forward passes of the bank's own, for mistakes that the exercises leave no room for. */

import type { Tensors } from '../../catalogue/recipe.ts'
import type { Sizes } from '../../checker/gradient/case.ts'
import { where } from '../../tensor/creation.ts'
import type { Generator } from '../../tensor/random.ts'

interface Drawn {
  readonly g: Generator
}

/** Attention without its softmax: in its middle is a square table. */
export const attention = {
  sizes: { usual: { n: 9, d: 5 }, small: { n: 6, d: 4 }, other: { n: 3, d: 7 } },
  inputs: ({ n, d }: Sizes, { g }: Drawn) => ({ q: g.randn(n, d), k: g.randn(n, d), v: g.randn(n, d) }),
  forward: ({ q, k, v }: Tensors) => {
    const w = q.matmul(k.T).mul(0.3)
    const y = w.matmul(v)
    return { w, y, loss: y.sin().sum() }
  },
}

/** The state before each step of time, and the change from one step to the next. */
export const recurrence = {
  sizes: { usual: { t: 7, d: 4 }, small: { t: 5, d: 3 }, other: { t: 4, d: 6 } },
  inputs: ({ t, d }: Sizes, { g }: Drawn) => ({ H: g.randn(t, d), W: g.randn(d, d) }),
  forward: ({ H, W }: Tensors) => {
    const past = H.slice(0, 0, -1)
    const a = past.matmul(W)
    const delta = H.slice(0, 1).sub(past)
    return { a, delta, loss: a.sin().sum().add(delta.sin().sum()) }
  },
}

/** Two steps of time with the same weights. */
export const unrolled = {
  sizes: { usual: { n: 7, d: 4 }, small: { n: 5, d: 3 }, other: { n: 4, d: 6 } },
  inputs: ({ n, d }: Sizes, { g }: Drawn) => ({ x: g.randn(n, d), W: g.randn(d, d) }),
  forward: ({ x, W }: Tensors) => {
    const a = x.matmul(W)
    const h = a.tanh()
    const b = h.matmul(W)
    const y = b.tanh()
    return { a, h, b, y, loss: a.sin().sum().add(y.sin().sum()) }
  },
}

/** Each step beside the next: windows that overlap. */
export const windows = {
  sizes: { usual: { t: 7, d: 4 }, small: { t: 5, d: 3 }, other: { t: 4, d: 6 } },
  inputs: ({ t, d }: Sizes, { g }: Drawn) => ({ x: g.randn(t, d) }),
  forward: ({ x }: Tensors) => {
    const first = x.slice(0, 0, -1)
    const second = x.slice(0, 1)
    return { first, second, loss: first.sin().sum().add(second.cos().sum()) }
  },
}

/** Numbers that are kept under a condition, and two gradients of one shape. */
export const selection = {
  sizes: { usual: { n: 6, d: 5 }, small: { n: 4, d: 3 }, other: { n: 5, d: 7 } },
  inputs: ({ n, d }: Sizes, { g }: Drawn) => ({
    x: g.randn(n, d),
    mask: g.randn(n, d).gt(0),
    u: g.randn(n, d),
    a: g.randn(n, d),
    b: g.randn(n, d),
  }),
  forward: ({ x, mask, u, a, b }: Tensors) => {
    const kept = where(mask, x, 0)
    const positive = u.relu()
    const root = u.pow(2).add(1e-6).sqrt()
    const p = a.mul(b)
    const q = a.sub(b)
    return {
      kept,
      positive,
      root,
      p,
      q,
      loss: kept
        .sin()
        .sum()
        .add(positive.sin().sum())
        .add(root.sin().sum())
        .add(p.sin().sum())
        .add(q.sin().sum()),
    }
  },
}
