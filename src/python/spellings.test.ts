/** The gradients of the lecture in the many ways in which people write them: all of them are right. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { verdicts } from './testing.ts'

/** For each gradient of the lecture, ways to write it that are right. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  dlogprobs: [
    'dlogprobs = torch.zeros(logprobs.shape)\ndlogprobs[torch.arange(n), Yb] = -1/n',
    'dlogprobs = -F.one_hot(Yb, num_classes=vocab_size).float() / n',
    'dlogprobs = torch.zeros_like(logprobs)\nfor i in range(n):\n    dlogprobs[i, Yb[i]] = -1.0/n',
    'dlogprobs = torch.zeros((n, vocab_size))\ndlogprobs.index_put_((torch.arange(n), Yb), torch.tensor(-1/n))',
    'dlogprobs = torch.zeros_like(logprobs).scatter_(1, Yb.unsqueeze(1), -1.0/n)',
    'dlogprobs = torch.zeros_like(logprobs).scatter(1, Yb[:, None], -torch.ones(n, 1)/n)',
    'dlogprobs = (F.one_hot(Yb, logprobs.shape[1]) * (-1/n))',
    'dlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = 1\ndlogprobs = dlogprobs * (-1/n)',
    'dlogprobs = torch.where(torch.arange(vocab_size).view(1,-1) == Yb.view(-1,1), -1.0/n, 0.0)',
    'mask = torch.zeros_like(logprobs, dtype=torch.bool)\nmask[range(n), Yb] = True\ndlogprobs = torch.zeros_like(logprobs)\ndlogprobs[mask] = -1/n',
    'dlogprobs = -1/n * torch.eye(vocab_size)[Yb]',
    'dlogprobs = torch.zeros_like(logprobs)\ndlogprobs[list(range(n)), Yb.tolist()] = -1/n',
    'dlogprobs = torch.stack([torch.eye(vocab_size)[y] for y in Yb]) * -(1/n)',
    'dlogprobs = torch.full_like(logprobs, 0.0)\ndlogprobs.data[torch.arange(0, n), Yb] -= n**-1',
  ],
  dprobs: [
    'dprobs = dlogprobs / probs',
    'dprobs = dlogprobs * probs**-1',
    'dprobs = probs.pow(-1) * dlogprobs',
    'dprobs = torch.reciprocal(probs).mul(dlogprobs)',
    'dprobs = torch.zeros_like(probs)\ndprobs += 1/probs * dlogprobs',
    'dprobs = torch.div(dlogprobs, probs)',
    'dprobs = (1/probs).clone().detach() * dlogprobs',
  ],
  dcounts_sum_inv: [
    'dcounts_sum_inv = torch.sum(dprobs * counts, 1, keepdim=True)',
    'dcounts_sum_inv = torch.einsum("ij,ij->i", dprobs, counts).unsqueeze(1)',
    'dcounts_sum_inv = torch.sum(dprobs * counts, dim=1).view(-1, 1)',
    'dcounts_sum_inv = (counts * dprobs).sum(axis=1, keepdims=True)',
    'dcounts_sum_inv = (counts * dprobs).sum(1)[:, None]',
    'dcounts_sum_inv = (counts * dprobs) @ torch.ones(vocab_size, 1)',
    'dcounts_sum_inv = torch.diag(dprobs @ counts.T).reshape(-1,1)',
    'dcounts_sum_inv = torch.bmm(counts.unsqueeze(1), dprobs.unsqueeze(2)).squeeze(2)',
  ],
  dcounts_sum: [
    'dcounts_sum = -1 * counts_sum_inv**2 * dcounts_sum_inv',
    'dcounts_sum = -dcounts_sum_inv / counts_sum**2',
    'dcounts_sum = -1/(counts_sum**2) * dcounts_sum_inv',
    'dcounts_sum = -counts_sum.pow(-2) * dcounts_sum_inv',
    'dcounts_sum = torch.neg(counts_sum**-2.0) * dcounts_sum_inv',
    'dcounts_sum = - (1 / torch.square(counts_sum)) * dcounts_sum_inv',
  ],
  dlogit_maxes: [
    'dlogit_maxes = -dnorm_logits.sum(1, keepdim=True)',
    'dlogit_maxes = (dnorm_logits * -1).sum(1).reshape(n, 1)',
    'dlogit_maxes = torch.sum(-dnorm_logits, 1).unsqueeze(-1)',
    'dlogit_maxes = -torch.sum(dnorm_logits, dim=1, keepdim=True)',
  ],
  dlogits: [
    'dlogits = dnorm_logits.clone()\ntmp = torch.zeros_like(logits)\ntmp[range(n), logits.max(1).indices] = 1\ndlogits += dlogit_maxes * tmp',
    'dlogits = dnorm_logits + torch.zeros_like(logits).scatter_(1, logits.argmax(1, keepdim=True), dlogit_maxes)',
    'dlogits = dnorm_logits.clone()\ndlogits[range(n), logits.argmax(dim=1)] += dlogit_maxes.view(-1)',
    'dlogits = dnorm_logits + (logits == logit_maxes) * dlogit_maxes',
    'dlogits = dnorm_logits.clone()\nfor i in range(n):\n    dlogits[i, logits[i].argmax()] += dlogit_maxes[i, 0]',
    'dlogits = dnorm_logits.clone()\nv, i = torch.max(logits, 1, keepdim=True)\ndlogits.scatter_add_(1, i, dlogit_maxes)',
    'dlogits = dnorm_logits.clone()\ndlogits += torch.where(logits == logits.max(1, keepdim=True)[0], dlogit_maxes, 0)',
    'dlogits = dnorm_logits.clone()\ndlogits[torch.arange(n), logits.max(1)[1]] += dlogit_maxes[:, 0]',
    'dlogits = 1.0 * dnorm_logits + dlogit_maxes * F.one_hot(torch.argmax(logits, dim=-1), num_classes=logits.size(1))',
    'max_idx = logits.max(dim=1, keepdim=True).indices\nhot = torch.zeros(n, vocab_size)\nfor r in range(n):\n    hot[r][max_idx[r]] = 1.0\ndlogits = dnorm_logits + hot * dlogit_maxes',
    'dlogits = dnorm_logits.clone()\ndlogits.index_put_((torch.arange(n), logits.argmax(1)), dlogit_maxes.flatten(), accumulate=True)',
  ],
  dh: [
    'dh = torch.matmul(dlogits, W2.T)',
    'dh = dlogits.mm(W2.t())',
    'dh = torch.einsum("nv,hv->nh", dlogits, W2)',
    'dh = (W2 @ dlogits.T).T',
    'dh = F.linear(dlogits, W2)',
    'dh = torch.mm(dlogits, torch.transpose(W2, 0, 1))',
    'dh = dlogits @ W2.transpose(1, 0)',
    'dh = torch.stack([W2 @ row for row in dlogits])',
    'dh = torch.tensordot(dlogits, W2, dims=([1],[1]))',
  ],
  dW2: [
    'dW2 = torch.mm(h.t(), dlogits)',
    'dW2 = (dlogits.T @ h).T',
    'dW2 = torch.einsum("nh,nv->hv", h, dlogits)',
    'dW2 = (h.unsqueeze(2) * dlogits.unsqueeze(1)).sum(0)',
    'dW2 = sum(torch.outer(h[i], dlogits[i]) for i in range(n))',
    'dW2 = (h[:, :, None] @ dlogits[:, None, :]).sum(0)',
    'dW2 = torch.zeros_like(W2)\nfor i in range(n):\n    dW2 += h[i].view(-1, 1) @ dlogits[i].view(1, -1)',
  ],
  db2: [
    'db2 = torch.sum(dlogits, 0)',
    'db2 = dlogits.sum(dim=0, keepdim=True).squeeze()',
    'db2 = torch.ones(n) @ dlogits',
    'db2 = dlogits.sum(axis=0)',
    'db2 = torch.einsum("nv->v", dlogits)',
    'db2 = (torch.ones(1, n) @ dlogits).view(-1)',
    'db2 = dlogits.T.sum(1)',
  ],
  dhpreact: [
    'dhpreact = dh * (1 - h*h)',
    'dhpreact = dh - dh * h**2',
    'dhpreact = (1 - torch.tanh(hpreact)**2) * dh',
    'dhpreact = dh / torch.cosh(hpreact)**2',
    'dhpreact = torch.sub(1, h.square()) * dh',
    'dhpreact = (-h**2 + 1) * dh',
    'dhpreact = (1.0 - torch.pow(h, 2)).mul(dh)',
  ],
  dbngain: [
    'dbngain = torch.sum(bnraw * dhpreact, dim=0, keepdim=True)',
    'dbngain = torch.einsum("ij,ij->j", bnraw, dhpreact).view(1, -1)',
    'dbngain = (bnraw * dhpreact).sum(0).unsqueeze(0)',
    'dbngain = (bnraw * dhpreact).sum(0).reshape(bngain.shape)',
    'dbngain = (bnraw * dhpreact).sum(0)[None, :]',
    'dbngain = (dhpreact.T @ bnraw).diag().view_as(bngain)',
  ],
  dbnvar_inv: [
    'dbnvar_inv = torch.sum(bndiff * dbnraw, 0, True)',
    'dbnvar_inv = (bndiff * bngain * dhpreact).sum(0, keepdim=True)',
  ],
  dbnvar: [
    'dbnvar = -0.5 * dbnvar_inv * bnvar_inv**3',
    'dbnvar = dbnvar_inv * -.5 * (bnvar + 1e-5)**(-3/2)',
    'dbnvar = (-1/2) * torch.pow(bnvar + 1e-5, -1.5) * dbnvar_inv',
    'dbnvar = -dbnvar_inv / (2 * (bnvar + 1e-5) * torch.sqrt(bnvar + 1e-5))',
    'dbnvar = -0.5 * ((bnvar + 10**-5) ** -1.5) * dbnvar_inv',
  ],
  dbndiff2: [
    'dbndiff2 = dbnvar.repeat(n, 1) / (n-1)',
    'dbndiff2 = 1/(n-1) * dbnvar.expand_as(bndiff2)',
    'dbndiff2 = torch.broadcast_to(dbnvar, bndiff2.shape) / (n - 1)',
    'dbndiff2 = torch.ones(n, 1) @ dbnvar / (n-1)',
    'dbndiff2 = (torch.ones_like(bndiff2) * (1/(n-1))) * dbnvar',
    'dbndiff2 = dbnvar.expand(n, n_hidden) * (n-1)**-1',
    'dbndiff2 = torch.full((n, n_hidden), 1/(n-1)) * dbnvar',
    'dbndiff2 = torch.zeros_like(bndiff2) + dbnvar/(n-1)',
    'dbndiff2 = torch.tile(dbnvar, (n, 1)) / (n - 1)',
    'dbndiff2 = torch.cat([dbnvar] * n) / (n-1)',
  ],
  dhprebn: [
    'dhprebn = dbndiff + dbnmeani / n',
    'dhprebn = dbndiff + 1/n * dbnmeani.expand_as(hprebn)',
    'dhprebn = dbndiff.clone() + dbnmeani.repeat(n, 1)/n',
    'dhprebn = bngain*bnvar_inv/n * (n*dhpreact - dhpreact.sum(0) - n/(n-1)*bnraw*(dhpreact*bnraw).sum(0))',
  ],
  demb: [
    'demb = dembcat.view(n, block_size, n_embd)',
    'demb = dembcat.reshape(emb.shape)',
    'demb = dembcat.unflatten(1, (block_size, n_embd))',
    'demb = dembcat.view_as(emb)',
    'demb = dembcat.view(-1, 3, n_embd)',
    'demb = torch.stack(dembcat.split(n_embd, dim=1), dim=1)',
    'demb = torch.stack(torch.chunk(dembcat, block_size, 1), 1)',
  ],
  dW1: [
    'dW1 = (embcat.unsqueeze(-1) * dhprebn.unsqueeze(-2)).sum(0)',
    'dW1 = torch.tensordot(embcat, dhprebn, ([0], [0]))',
  ],
  dC: [
    'dC = torch.zeros_like(C).index_add_(0, Xb.view(-1), demb.view(-1, n_embd))',
    'dC = torch.zeros_like(C)\nfor i in range(n):\n    for j, tok in enumerate(Xb[i]):\n        dC[tok] += demb[i, j]',
    'dC = F.one_hot(Xb, vocab_size).double().view(-1, vocab_size).T @ demb.view(-1, n_embd)',
    'dC = torch.zeros_like(C)\nfor i, ixs in enumerate(Xb.tolist()):\n    for j, k in enumerate(ixs):\n        dC[k, :] += demb[i, j, :]',
    'dC = torch.einsum("nkv,nkd->vd", F.one_hot(Xb, num_classes=vocab_size).float(), demb)',
    'dC = torch.zeros_like(C)\ndC.index_put_((Xb,), demb, accumulate=True)',
    'dC = torch.zeros(C.size())\nfor (i, j), v in zip([(a, b) for a in range(n) for b in range(3)], demb.view(-1, n_embd)):\n    dC[Xb[i][j]] += v',
    'dC = torch.zeros_like(C)\nfor x, d in zip(Xb.view(-1), demb.view(-1, n_embd)):\n    dC[x.item()] += d',
    'dC = torch.zeros_like(C)\nXe = F.one_hot(Xb, num_classes=C.shape[0]).float()\nfor i in range(Xe.shape[0]):\n    dC += Xe[i].T @ demb[i]',
    'dC = torch.stack([(demb * (Xb == c).unsqueeze(-1)).sum((0, 1)) for c in range(vocab_size)])',
    'dC = torch.zeros_like(C)\nfor c in range(vocab_size):\n    idx = (Xb == c).nonzero()\n    for a, b in idx:\n        dC[c] += demb[a, b]',
    'dC = torch.zeros_like(C)\nfor c in range(vocab_size):\n    a, b = torch.where(Xb == c)\n    dC[c] = demb[a, b].sum(0)',
    'dC = torch.zeros_like(C)\ndC = dC.scatter_add(0, Xb.view(-1, 1).repeat(1, n_embd), demb.view(-1, n_embd))',
    'dC = torch.zeros_like(C)\nit = 0\nwhile it < n:\n    dC[Xb[it, 0]] += demb[it, 0]; dC[Xb[it, 1]] += demb[it, 1]; dC[Xb[it, 2]] += demb[it, 2]\n    it += 1',
    'import numpy as np\ndC = torch.zeros_like(C)\nfor k, j in np.ndindex(*Xb.shape):\n    dC[Xb[k, j]] += demb[k, j]',
    'import itertools\ndC = torch.zeros_like(C)\nfor k, j in itertools.product(range(Xb.shape[0]), range(Xb.shape[1])):\n    dC[Xb[k, j]] += demb[k, j]',
  ],
}

const text = readFileSync(new URL('corpus/whole_network.py', import.meta.url), 'utf8')
const [before, after] = [
  text.slice(0, text.indexOf('dlogprobs = ')),
  text.slice(text.indexOf("cmp('logprobs'")),
]

const lines = text.slice(before.length, text.length - after.length).split('\n')
/** The gradient that a line sets; those of a loop set the one before it. */
const names: string[] = []
for (const line of lines) names.push(/^(d\w+)\b/.exec(line)?.[1] ?? names.at(-1)!)

test.each(Array.from({ length: 16 }, (_, i) => i))('spellings, number %i of each', nth => {
  // A spelling comes in place of all the lecture's lines, where the last of them is.
  const own = lines.flatMap((line, i) => {
    const forms = spellings[names[i]]
    if (forms === undefined) return [line]
    return names.lastIndexOf(names[i]) === i ? [forms[nth % forms.length]] : []
  })
  const found = verdicts(`${before}${own.join('\n')}\n${after}`)
  expect(found.filter(one => !one.endsWith(' right'))).toEqual(
    // The lecture's own line, whose shape is not its tensor's.
    ['dbnmeani shape'],
  )
  expect(found.length).toBe(26)
})
