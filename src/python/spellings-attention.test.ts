/** Heads and attention in the notebooks' Python: other right ways to write each answer. */
import { describe, expect, test } from 'vitest'
import { answersOf, judged } from './bank/trial.ts'
import { isRight } from './report.ts'

const spellings: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'gpt/06_heads': {
    dyh: [
      'dyh = dy.reshape(B, T, NH, hs).permute(0, 2, 1, 3)',
      'dyh = dy.unflatten(-1, (NH, hs)).transpose(1, 2)',
      'dyh = torch.stack(dy.split(hs, dim=-1), dim=1)',
      'dyh = torch.stack(torch.chunk(dy, NH, dim=2), 1)',
      'dyh = torch.zeros_like(yh)\nfor h in range(NH):\n    dyh[:, h] = dy[:, :, h * hs:(h + 1) * hs]',
    ],
    dqkv: [
      'dqkv = torch.cat([t.transpose(1, 2).contiguous().view(B, T, C) for t in (dq, dk, dv)], dim=2)',
      'dqkv = torch.cat((dq, dk, dv), dim=1).transpose(1, 2).reshape(B, T, 3 * C)',
      'dqkv = torch.stack([dq, dk, dv]).permute(1, 3, 0, 2, 4).reshape(B, T, 3 * C)',
      'dqkv = torch.cat([d.swapaxes(1, 2).flatten(2) for d in [dq, dk, dv]], -1)',
      'merge = lambda d: d.movedim(1, 2).flatten(start_dim=2)\ndqkv = torch.concat([merge(dq), merge(dk), merge(dv)], dim=-1)',
      'dqkv = torch.zeros_like(qkv)\nfor i, d in enumerate((dq, dk, dv)):\n    dqkv[..., i * C:(i + 1) * C] = d.transpose(1, 2).reshape(B, T, C)',
      'dqkv = torch.empty(B, T, 3, NH, hs)\ndqkv[:, :, 0] = dq.transpose(1, 2)\ndqkv[:, :, 1] = dk.transpose(1, 2)\ndqkv[:, :, 2] = dv.transpose(1, 2)\ndqkv = dqkv.view(B, T, 3 * C)',
    ],
  },
  'gpt/07_attention': {
    dv: [
      'dv = att.mT @ dyh',
      'dv = torch.matmul(att.transpose(2, 3), dyh)',
      'dv = torch.einsum("bhij,bhid->bhjd", att, dyh)',
      'dv = torch.bmm(att.view(B * NH, T, T).transpose(1, 2), dyh.reshape(B * NH, T, hs)).view(B, NH, T, hs)',
      'dv = att.swapaxes(-1, -2) @ dyh',
    ],
    datt: ['datt = dyh @ v.mT', 'datt = torch.einsum("...id,...jd->...ij", dyh, v)'],
    dmasked: [
      'dmasked = att * (datt - (datt * att).sum(dim=-1, keepdim=True))',
      'dmasked = att * datt - att * torch.sum(att * datt, -1, keepdim=True)',
      'dmasked = att * datt\ndmasked -= att * dmasked.sum(-1, keepdim=True)',
      'dmasked = ((torch.diag_embed(att) - att.unsqueeze(-1) * att.unsqueeze(-2)) @ datt.unsqueeze(-1)).squeeze(-1)',
      'dmasked = att * (datt - (dyh * yh).sum(-1, keepdim=True))',
      'dmasked = torch.zeros_like(att)\nfor b in range(B):\n    for h in range(NH):\n        for i in range(T):\n            p = att[b, h, i]\n            dmasked[b, h, i] = (torch.diag(p) - torch.outer(p, p)) @ datt[b, h, i]',
    ],
    dscaled: [
      'dscaled = torch.tril(dmasked)',
      'dscaled = dmasked.clone()\ndscaled[:, :, future] = 0',
      'dscaled = dmasked * ~future',
      'dscaled = torch.where(future, 0, dmasked)',
      'dscaled = torch.where(future, torch.zeros_like(dmasked), dmasked)',
      'dscaled = dmasked.masked_fill(torch.triu(torch.ones(T, T), diagonal=1) == 1, 0.0)',
      'dscaled = dmasked.clone().masked_fill_(future, 0)',
      'dscaled = dmasked * torch.tril(torch.ones(T, T))',
    ],
    dscores: [
      'dscores = dscaled / math.sqrt(hs)',
      'dscores = dscaled * k.size(-1) ** -0.5',
      'dscores = dscaled / hs ** 0.5',
    ],
    dq: ['dq = torch.einsum("bhij,bhjd->bhid", dscores, k)'],
    dk: ['dk = dscores.mT @ q', 'dk = (q.transpose(-2, -1) @ dscores).transpose(-2, -1)'],
  },
  'gpt/08_attention_at_once': {
    dscaled: ['dscaled = att * (yh.grad @ v.transpose(-2, -1) - (yh.grad * yh).sum(-1, keepdim=True))'],
    dq: ['dq = dscaled / math.sqrt(hs) @ k', 'dq = dscaled @ (k * hs ** -0.5)'],
    dk: ['dk = dscaled.mT @ q / math.sqrt(hs)'],
    dbqkv: [
      'dbqkv = dqkv.sum((0, 1))',
      'dbqkv = dqkv.view(-1, 3 * C).sum(0)',
      'dbqkv = torch.einsum("btc->c", dqkv)',
      'dbqkv = torch.cat([d.sum((0, 2)).flatten() for d in (dq, dk, v.grad)])',
    ],
  },
}

describe.each(Object.entries(spellings))('%s', (id, table) => {
  const lines = Object.entries(table).flatMap(([name, codes]) => codes.map(code => [name, code] as const))
  test.each(lines)('%s: %s', (name, code) => {
    const answer = answersOf(id)
    const { claims } = judged(id, other => (other === name ? `import math\n${code}` : answer(other)))
    expect(
      claims
        .filter(({ verdict }) => !isRight(verdict))
        .map(({ claim, verdict }) => [claim.gradient, verdict]),
    ).toEqual([])
  })
})
