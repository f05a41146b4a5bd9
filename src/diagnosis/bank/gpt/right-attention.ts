/** Right lines of heads and attention in other words: by equations, head by head, number by number. */
import { cat, eye, stack, zeros, zerosLike } from '../../../tensor/creation.ts'
import { einsum } from '../../../tensor/einsum.ts'
import type { Tensor } from '../../../tensor/tensor.ts'
import { fill, kept, type RightRow, total } from '../lines.ts'
import { rightBlock } from './lines.ts'

export const attention: readonly RightRow[] = [
  ...rightBlock('dyh', {
    permuted: ({ dy, B, T, NH, hs }) => dy.reshape(B, T, NH, hs).permute(0, 2, 1, 3),
    'head by head': ({ dy, NH, hs }) =>
      stack(
        Array.from({ length: NH }, (_, h) => dy.slice(-1, h * hs, (h + 1) * hs)),
        1,
      ),
  }),
  ...rightBlock('dqkv', {
    'put into its place': ({ qkv, dq, dk, dv, B, T, C }) => {
      const join = (x: Tensor): Tensor => x.transpose(1, 2).reshape(B, T, C)
      const none = zeros(B, T, C)
      return cat([join(dq), none, none], 2)
        .add(cat([none, join(dk), none], 2))
        .add(cat([none, none, join(dv)], 2))
        .add(zerosLike(qkv))
    },
    'stacked, then permuted': ({ dq, dk, dv, B, T, C }) =>
      stack([dq, dk, dv], 0)
        .permute(1, 3, 0, 2, 4)
        .reshape(B, T, 3 * C),
    'joined before the transpose': ({ dq, dk, dv, B, T, C }) =>
      cat([dq, dk, dv], 1)
        .transpose(1, 2)
        .reshape(B, T, 3 * C),
  }),
  ...rightBlock('dv', {
    'by an equation': ({ att, dyh }) => einsum('bhij,bhid->bhjd', att, dyh),
    'head by head': ({ att, dyh, NH }) =>
      stack(
        Array.from({ length: NH }, (_, h) =>
          att
            .slice(1, h, h + 1)
            .squeeze(1)
            .T.matmul(dyh.slice(1, h, h + 1).squeeze(1)),
        ),
        1,
      ),
    'transposed twice': ({ att, dyh }) => dyh.T.matmul(att).T,
  }),
  ...rightBlock('datt', {
    'by an equation': ({ dyh, v }) => einsum('bhid,bhjd->bhij', dyh, v),
    'number by number': ({ att, dyh, v, hs }) =>
      fill(att.shape, (b, h, i, j) => total(hs, d => dyh.at(b, h, i, d) * v.at(b, h, j, d))),
    'stretched and summed': ({ dyh, v }) => dyh.unsqueeze(3).mul(v.unsqueeze(2)).sum(-1),
  }),
  ...rightBlock('dmasked', {
    'the sum subtracted': ({ att, datt }) => {
      const g = att.mul(datt)
      return g.sub(att.mul(g.sum(-1, kept)))
    },
    'by the Jacobian': ({ att, datt, T }) => {
      const jacobian = eye(T)
        .mul(att.unsqueeze(-1))
        .sub(att.unsqueeze(-1).mul(att.unsqueeze(-2)))
      return jacobian.matmul(datt.unsqueeze(-1)).squeeze(-1)
    },
    // The sum of a row is that of yh times dyh.
    'from dyh': ({ att, v, yh, dyh }) => att.mul(dyh.matmul(v.T).sub(yh.mul(dyh).sum(-1, kept))),
    'the sum by an equation': ({ att, datt }) =>
      att.mul(datt.sub(einsum('bhij,bhij->bhi', att, datt).unsqueeze(-1))),
  }),
  ...rightBlock('dscaled', {
    'the lower triangle': ({ dmasked }) => dmasked.tril(),
    'by a product': ({ dmasked, future }) => dmasked.mul(future.eq(0)),
    'at once': ({ att, datt }) => att.mul(datt.sub(att.mul(datt).sum(-1, kept))),
  }),
  ...rightBlock('dscores', {
    'divided by the root': ({ dscaled, hs }) => dscaled.div(Math.sqrt(hs)),
    'by C and NH': ({ dscaled, C, NH }) => dscaled.mul((NH / C) ** 0.5),
    'at once': ({ att, datt, hs }) => att.mul(datt.sub(att.mul(datt).sum(-1, kept))).mul(hs ** -0.5),
  }),
  ...rightBlock('dq', {
    'by an equation': ({ dscores, k }) => einsum('bhij,bhjd->bhid', dscores, k),
    'from dscaled': ({ dscaled, k, hs }) => dscaled.matmul(k).mul(hs ** -0.5),
  }),
  ...rightBlock('dk', {
    'transposed twice': ({ dscores, q }) => q.T.matmul(dscores).T,
    'by an equation': ({ dscores, q }) => einsum('bhij,bhid->bhjd', dscores, q),
    'query by query': ({ dscores, q, T }) => {
      let d = zerosLike(q)
      for (let i = 0; i < T; i++) {
        const [g, query] = [dscores.slice(2, i, i + 1), q.slice(2, i, i + 1)]
        d = d.add(g.T.matmul(query))
      }
      return d
    },
  }),
  ...rightBlock('dln1', {
    'part by part': ({ dqkv, Wqkv, C }) =>
      [0, 1, 2]
        .map(i => dqkv.slice(-1, i * C, (i + 1) * C).matmul(Wqkv.slice(-1, i * C, (i + 1) * C).T))
        .reduce((sum, part) => sum.add(part)),
  }),
  ...rightBlock('dWqkv', { 'by an equation': ({ ln1, dqkv }) => einsum('btc,btd->cd', ln1, dqkv) }),
  ...rightBlock('dbqkv', {
    'part by part': ({ dq, dk, dv, C }) =>
      cat(
        [dq, dk, dv].map(x => x.sum([0, 2]).view(C)),
        0,
      ),
  }),
]
