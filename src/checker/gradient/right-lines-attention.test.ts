/** Every way to a right gradient passes, not only the one in the solution: heads and attention. */
import { describe, expect, test } from 'vitest'
import * as heads from '../../../solutions/gpt/06_heads.ts'
import * as attention from '../../../solutions/gpt/07_attention.ts'
import * as atOnce from '../../../solutions/gpt/08_attention_at_once.ts'
import type { LearnerFunction } from '../../room/program.ts'
import { arange, cat, eye, ones, stack, tril, where, zeros } from '../../tensor/creation.ts'
import { einsum } from '../../tensor/einsum.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import { casesOf, subjectOf } from './case.ts'
import { judge } from './judge.ts'
import { learnerOf } from './learner.ts'
import { byNumbers, kept, type Lines, names, rows, total } from './testing.ts'

/** Lines for a solution's blanks. */
type LinesOf<S> = Lines<(scope: S) => Tensor>

type Heads = Parameters<typeof heads.dyh>[0]
type Attention = Parameters<typeof attention.dv>[0]
type AtOnce = Parameters<typeof atOnce.dscaled>[0]

/** From heads to rows, in five ways. */
const merged: Readonly<Record<string, (x: Tensor, scope: Heads) => Tensor>> = {
  'permute and view': (x, { B, T, C }) => x.permute(0, 2, 1, 3).view(B, T, C),
  flatten: x => x.transpose(1, 2).flatten(2),
  'flatten, dimensions counted from the end': x => x.transpose(-3, -2).flatten(-2, -1),
  'head beside head': (x, { NH, B, T, hs }) =>
    cat(
      x.split(1, 1).map(head => head.view(B, T, hs)),
      -1,
    ).view(B, T, NH * hs),
  einsum: (x, { B, T, C }) => einsum('bhti->bthi', x).reshape(B, T, C),
}

const ofHeads: LinesOf<Heads> = {
  dyh: {
    'view, then permute': ({ dy, B, T, NH, hs }) => dy.view(B, T, NH, hs).permute(0, 2, 1, 3),
    'a size left open': ({ dy, B, T, NH }) => dy.reshape(B, T, NH, -1).transpose(2, 1),
    'split and stack': ({ dy, hs }) => stack(dy.split(hs, 2), 1),
    'chunk and stack': ({ dy, NH }) => stack(dy.chunk(NH, -1), 1),
    'slice by slice': ({ dy, NH, hs }) =>
      stack(
        Array.from({ length: NH }, (_, h) => dy.slice(2, h * hs, (h + 1) * hs)),
        1,
      ),
    'number by number': ({ dy, yh, hs }) => byNumbers(yh.shape, (b, h, t, i) => dy.at(b, t, h * hs + i)),
  },
  dqkv: {
    ...Object.fromEntries(
      Object.entries(merged).map(([what, merge]) => [
        what,
        (scope: Heads) => cat([merge(scope.dq, scope), merge(scope.dk, scope), merge(scope.dv, scope)], 2),
      ]),
    ),
    'stacked between position and head': ({ dq, dk, dv, B, T, C }) =>
      stack([dq, dk, dv], 1)
        .permute(0, 3, 1, 2, 4)
        .reshape(B, T, 3 * C),
    'joined as heads': ({ dq, dk, dv, B, T, C }) =>
      cat([dq, dk, dv], 1)
        .transpose(1, 2)
        .reshape(B, T, 3 * C),
    'put into zeros': ({ dq, dk, dv, qkv, B, T, C }) => {
      const columns = (from: number) => arange(from, from + C).view(1, 1, C)
      const [batch, position] = [arange(B).view(B, 1, 1), arange(T).view(1, T, 1)]
      return [dq, dk, dv].reduce(
        (sofar, part, i) =>
          sofar.indexPut([batch, position, columns(i * C)], part.transpose(1, 2).reshape(B, T, C)),
        zeros(qkv.shape),
      )
    },
  },
}

/** The sum that each row of softmax's gradient is centred by. */
const centre = (att: Tensor, datt: Tensor): Tensor => att.mul(datt).sum(-1, kept)

const ofAttention: LinesOf<Attention> = {
  dv: {
    mT: ({ att, dyh }) => att.mT.matmul(dyh),
    T: ({ att, dyh }) => att.T.matmul(dyh),
    permute: ({ att, dyh }) => att.permute(0, 1, 3, 2).matmul(dyh),
    einsum: ({ att, dyh }) => einsum('bhij,bhid->bhjd', att, dyh),
    'the product transposed': ({ att, dyh }) => dyh.mT.matmul(att).mT,
    'as one batch': ({ att, dyh, v, B, NH, T, hs }) =>
      att
        .view(B * NH, T, T)
        .mT.matmul(dyh.reshape(B * NH, T, hs))
        .view(v.shape),
    'a sum of products': ({ att, dyh }) => att.unsqueeze(-1).mul(dyh.unsqueeze(-2)).sum(2),
    'number by number': ({ att, dyh, v, T }) =>
      byNumbers(v.shape, (b, h, j, d) => total(T, i => att.at(b, h, i, j) * dyh.at(b, h, i, d))),
  },
  datt: {
    mT: ({ dyh, v }) => dyh.matmul(v.mT),
    einsum: ({ dyh, v }) => einsum('bhid,bhjd->bhij', dyh, v),
    'without letters for the heads': ({ dyh, v }) => einsum('...id,...jd->...ij', dyh, v),
    'the product transposed': ({ dyh, v }) => v.matmul(dyh.mT).mT,
  },
  dmasked: {
    'two products': ({ att, datt }) => att.mul(datt).sub(att.mul(centre(att, datt))),
    'subtracted from a half-way result': ({ att, datt }) => {
      const through = att.mul(datt)
      return through.sub(att.mul(through.sum(-1, kept)))
    },
    'negated twice': ({ att, datt }) => att.neg().mul(centre(att, datt).sub(datt)),
    einsum: ({ att, datt }) => att.mul(datt.sub(einsum('bhij,bhij->bhi', att, datt).unsqueeze(-1))),
    'the Jacobian of each row': ({ att, datt }) => {
      const p = att.unsqueeze(-1)
      const jacobian = p.mul(eye(att.shape[3])).sub(p.matmul(p.mT))
      return jacobian.matmul(datt.unsqueeze(-1)).squeeze(-1)
    },
    'the sum by way of yh': ({ att, datt, yh, dyh }) => att.mul(datt.sub(yh.mul(dyh).sum(-1, kept))),
    'past datt': ({ att, v, yh, dyh }) => att.mul(dyh.matmul(v.mT).sub(yh.mul(dyh).sum(-1, kept))),
    'masked once more': ({ att, datt, future }) => att.mul(datt.sub(centre(att, datt))).maskedFill(future, 0),
    'number by number': ({ att, datt, T }) =>
      byNumbers(att.shape, (b, h, i, j) =>
        total(T, k => att.at(b, h, i, k) * ((k === j ? 1 : 0) - att.at(b, h, i, j)) * datt.at(b, h, i, k)),
      ),
  },
  dscaled: {
    tril: ({ dmasked }) => tril(dmasked),
    'tril, as a method': ({ dmasked }) => dmasked.tril(),
    'times what is kept': ({ dmasked, future }) => dmasked.mul(future.eq(0)),
    'times 1 - future': ({ dmasked, future }) => dmasked.mul(future.neg().add(1)),
    where: ({ dmasked, future }) => where(future, 0, dmasked),
    'a triangle of ones': ({ dmasked, T }) => dmasked.mul(tril(ones(T, T))),
    'triu taken off': ({ dmasked }) => dmasked.sub(dmasked.triu(1)),
    'masks that are compared': ({ dmasked, masked }) => dmasked.mul(masked.ne(-Infinity)),
    'a mask made by hand': ({ dmasked, T }) => dmasked.maskedFill(ones(T, T).triu(1), 0),
    'a mask with all dimensions': ({ dmasked, future, T }) => dmasked.maskedFill(future.view(1, 1, T, T), 0),
  },
  dscores: {
    'a quotient': ({ dscaled, hs }) => dscaled.div(hs ** 0.5),
    'Math.sqrt': ({ dscaled, hs }) => dscaled.div(Math.sqrt(hs)),
    'the width of q': ({ dscaled, q }) => dscaled.mul(q.shape[3] ** -0.5),
  },
  dq: {
    einsum: ({ dscores, k }) => einsum('bhij,bhjd->bhid', dscores, k),
    'the product transposed': ({ dscores, k }) => k.mT.matmul(dscores.mT).mT,
    'past dscores': ({ dscaled, hs, k }) => dscaled.matmul(k.div(hs ** 0.5)),
  },
  dk: {
    mT: ({ dscores, q }) => dscores.mT.matmul(q),
    einsum: ({ dscores, q }) => einsum('bhij,bhid->bhjd', dscores, q),
    'the product transposed': ({ dscores, q }) => q.mT.matmul(dscores).mT,
    'row after row': ({ dscores, q, T }) =>
      Array.from({ length: T }, (_, i) => dscores.slice(2, i, i + 1).mT.matmul(q.slice(2, i, i + 1))).reduce(
        (sum, part) => sum.add(part),
      ),
  },
}

const ofAttentionAtOnce: LinesOf<AtOnce> = {
  dscaled: {
    'the mask all the same': ({ att, datt, future }) =>
      att.mul(datt.sub(centre(att, datt))).maskedFill(future, 0),
    'as FlashAttention does': ({ att, v, yh, dyh }) =>
      att.mul(dyh.matmul(v.mT).sub(dyh.mul(yh).sum(-1, kept))),
  },
  dq: {
    'the upstream gradient scaled': ({ dscaled, k, hs }) => dscaled.mul(hs ** -0.5).matmul(k),
    'k scaled': ({ dscaled, k, hs }) => dscaled.matmul(k.mul(hs ** -0.5)),
    'divided at the end': ({ dscaled, k, hs }) => dscaled.matmul(k).div(Math.sqrt(hs)),
  },
  dk: {
    'the upstream gradient scaled': ({ dscaled, q, hs }) => dscaled.mul(hs ** -0.5).mT.matmul(q),
    'q scaled': ({ dscaled, q, hs }) => dscaled.mT.matmul(q.div(hs ** 0.5)),
  },
  dbqkv: {
    'one after the other': ({ dqkv }) => dqkv.sum(0).sum(0),
    'as one table': ({ dqkv, C }) => dqkv.view(-1, 3 * C).sum(0),
    flatten: ({ dqkv }) => dqkv.flatten(0, 1).sum(0),
    einsum: ({ dqkv }) => einsum('btc->c', dqkv),
    'from q, k and v': ({ dq, dk, dv }) => cat([dq, dk, dv].map(part => part.sum([0, 2]).flatten())),
  },
}

const answersOf = (solution: Record<string, unknown>): Map<string, LearnerFunction> =>
  new Map(
    Object.entries(solution).flatMap(([name, one]) =>
      name.startsWith('d') ? [[name.slice(1), one as LearnerFunction] as const] : [],
    ),
  )

describe.each<[string, Record<string, unknown>, Lines<(scope: never) => Tensor>]>([
  ['gpt/06_heads', heads, ofHeads],
  ['gpt/07_attention', attention, ofAttention],
  ['gpt/08_attention_at_once', atOnce, ofAttentionAtOnce],
])('%s', (id, solution, lines) => {
  const cases = casesOf(subjectOf(solution, id), 42, names)

  test.each(rows(lines))('%s: %s', (name, _, line) => {
    const functions = answersOf(solution).set(name.slice(1), line as LearnerFunction)
    const { findings } = judge([...functions.keys()], learnerOf(functions), cases)
    expect(findings.filter(({ approximate }) => !approximate)).toEqual([])
  })
})

test('exactly the key third of dbqkv is zero by algebra, and it is said how much that is', () => {
  const cases = casesOf(subjectOf(atOnce, 'gpt/08_attention_at_once'), 42, names)
  const noted = judge(['scaled', 'q', 'k', 'bqkv'], learnerOf(answersOf(atOnce)), cases).findings
  const [{ sizes, truth }] = cases
  const third = truth.gradient('bqkv').slice(0, sizes.C, 2 * sizes.C)
  expect(third.abs().max().item()).toBeLessThan(1e-14)
  expect(noted.map(({ name, note }) => [name, note?.split(':')[0] ?? null])).toEqual([
    ['dscaled', null],
    ['dq', null],
    ['dk', null],
    ['dbqkv', `zero by algebra in ${sizes.C} of ${3 * sizes.C} places`],
  ])
})
