import { expect, test } from 'vitest'
import { casesOf, type Sizes } from '../checker/gradient/case.ts'
import { learnerOf } from '../checker/gradient/learner.ts'
import { names } from '../checker/gradient/testing.ts'
import type { LearnerFunction } from '../room/program.ts'
import { tensor } from '../tensor/creation.ts'
import type { Generator } from '../tensor/random.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { diagnose } from './diagnose.ts'

/** Each letter once at the usual size, some twice at the others. */
const picks: Readonly<Record<number, readonly number[]>> = {
  4: [3, 0, 2, 1],
  3: [1, 1, 0],
  5: [2, 0, 2, 1, 0],
}

test('a line that assigns is not told of a hard-coded size where this batch picks no row twice', () => {
  const subject = {
    sizes: { usual: { n: 4 }, small: { n: 3 }, other: { n: 5 } },
    inputs: ({ n }: Sizes, source: object) => {
      const { g } = source as { g: Generator }
      return { X: tensor([...picks[n]]), wte: g.randn(4, 3), pos: g.randn(n, 3) }
    },
    forward: (inputs: Record<string, unknown>) => {
      const { X, wte, pos } = inputs as Record<string, Tensor>
      const tok = wte.index(X)
      const emb = tok.add(pos)
      return { tok, emb, loss: emb.sin().sum() }
    },
  }
  const said = (line: (scope: Record<string, Tensor>) => Tensor, used: string) =>
    diagnose({
      name: 'wte',
      learner: learnerOf(new Map([['wte', line as LearnerFunction]])),
      cases: casesOf(subject, 42, names),
      used: [used],
      constant: true,
    })
  for (const used of ['emb', 'tok']) {
    const found = said(({ wte, X, [`d${used}`]: g }) => wte.mul(0).indexPut(X, g), used)
    expect(found).toMatchObject({ family: 'scatter', short: 'the last occurrence only' })
    expect(found?.message).toContain('no row of `wte` is picked twice here')
  }
})
