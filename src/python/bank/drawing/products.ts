/** Products of matrices, and sums by letters. */
import type { Chance } from '../../../tensor/chance.ts'
import { type DrawnExpression, leaf, leaves, unshaped } from './expression.ts'

export function product(chance: Chance, a: DrawnExpression): DrawnExpression {
  const { shape } = a
  const fits = leaves.filter(one => {
    const [mine, theirs] = [shape!.at(-1), one.shape!.length > 1 ? one.shape!.at(-2) : one.shape![0]]
    return mine !== undefined && mine === theirs && one.kind === a.kind
  })
  const b = fits.length === 0 || chance.happens(0.1) ? leaf(chance) : chance.one(fits)
  const shapeOf = (): number[] | null =>
    shape!.length === 2 && b.shape!.length === 2 && fits.includes(b) ? [shape![0], b.shape![1]] : null
  return {
    python: chance.one([
      `(${a.python} @ ${b.python})`,
      `(${a.python} @ ${b.python})`,
      `${a.python}.matmul(${b.python})`,
      `torch.matmul(${a.python}, ${b.python})`,
      chance.one([
        `torch.mm(${a.python}, ${b.python})`,
        `${a.python}.mv(${b.python})`,
        `torch.dot(${a.python}, ${b.python})`,
        `torch.outer(${a.python}, ${b.python})`,
        `torch.bmm(${a.python}, ${b.python})`,
        `torch.inner(${a.python}, ${b.python})`,
        `torch.tensordot(${a.python}, ${b.python}, dims=1)`,
        `F.linear(${a.python}, ${b.python})`,
      ]),
    ]),
    ...{ own: null, shape: null, kind: a.kind, isExact: a.isExact && b.isExact },
    ...(chance.happens(0.5)
      ? {
          python: `(${a.python} @ ${b.python})`,
          own: a.own === null || b.own === null ? null : `${a.own}.matmul(${b.own})`,
          shape: shapeOf(),
        }
      : {}),
  }
}

export function einsum(chance: Chance): DrawnExpression {
  return {
    ...unshaped('x'),
    ...chance.one([
      { python: "torch.einsum('ij,jk->ik', x, w)", own: "einsum('ij,jk->ik', x, w)" },
      { python: "torch.einsum('ij,ij->', x, y)", own: "einsum('ij,ij->', x, y)" },
      { python: "torch.einsum('ij,kj->ik', x, r)", own: "einsum('ij,kj->ik', x, r)" },
      { python: "torch.einsum('bij,jk', p, w.T)", own: "einsum('bij,jk', p, w.T)" },
      { python: "torch.einsum('ij->ji', x)", own: "einsum('ij->ji', x)" },
      { python: "torch.einsum('i,j->ij', b, b)", own: "einsum('i,j->ij', b, b)" },
      { python: "torch.einsum('ij->', k)" },
      { python: "torch.einsum('bij->bj', p)", own: "einsum('bij->bj', p)" },
      { python: "torch.einsum('...j,jk->...k', p, w.T)" },
      { python: "torch.einsum('ii->i', x @ x.T)" },
      { python: "torch.einsum('ij,ik->', x, y)" },
      { python: "torch.einsum('ij,jk->ik', x, y)" },
      { python: "torch.einsum('ij,ij->i', c, x)" },
      { python: "torch.einsum('ij, jk -> ik', x, w)" },
      { python: "torch.einsum('ij,jk', x, w)" },
      { python: "torch.einsum('ji,j', x, c.squeeze())" },
      { python: "torch.einsum('ij,jk->ik', [x, w])" },
      { python: "torch.einsum('ij,j->ij', x, k[0])" },
    ]),
  }
}
