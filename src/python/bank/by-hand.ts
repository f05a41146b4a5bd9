/** Lines of the bank that are written another way in Python than a translation has it. */

/** gain * bnvar_inv / over * (own * dy - mean * sum(dy) - variance * bnraw * sum(dy * bnraw)); right unless told. */
function formula(slip: {
  readonly over?: string
  readonly own?: string
  readonly mean?: string
  readonly variance?: string
  readonly gain?: string
  readonly inverse?: string
  readonly raw?: string
  readonly dy?: string
  readonly times?: string
}): string {
  const { over = 'n', own = 'n', mean, variance = 'n / (n - 1)', times = '' } = slip
  const { gain = 'bngain', inverse = 'bnvar_inv', raw = 'bnraw', dy = 'dhpreact' } = slip
  const byMean = `${mean === undefined ? '' : `${mean} * `}${dy}.sum(0)`
  const byVariance = `${variance} * ${raw} * (${dy} * ${raw}).sum(0)`
  return `dhprebn = ${gain} * ${inverse} / ${over} * (${own} * ${dy} - ${byMean} - ${byVariance})${times}`
}

export const byHand: Readonly<Record<string, string>> = {
  'dhprebn: n for n - 1: no Bessel factor': formula({ variance: '1' }),
  'dhprebn: the Bessel factor upside down': formula({ variance: '(n - 1) / n' }),
  'dhprebn: the Bessel factor on everything': formula({ variance: '1', over: '(n - 1)' }),
  'dhprebn: n - 1 / n, without the bracket': formula({ variance: '(n - 1 / n)' }),
  'dhprebn: n / (n + 1)': formula({ variance: 'n / (n + 1)' }),
  'dhprebn: the variance term divided by n again': formula({ variance: '1 / (n - 1)' }),
  'dhprebn: the first term is not multiplied by n': formula({ own: '1' }),
  'dhprebn: n - 1 times the first term': formula({ own: '(n - 1)' }),
  'dhprebn: half of the variance term': formula({ variance: 'n / (n - 1) / 2' }),
  'dhprebn: the 2 of the square is still there': formula({ variance: '2 * n / (n - 1)' }),
  'dhprebn: not divided by n': formula({ over: '1' }),
  'dhprebn: divided by n - 1': formula({ over: '(n - 1)' }),
  'dhprebn: divided by n twice': formula({ over: 'n ** 2' }),
  'dhprebn: the variance term is added': formula({ variance: '-n / (n - 1)' }),
  'dhprebn: the mean term is added': formula({ mean: '-1' }),
  'dhprebn: both are added': formula({ mean: '-1', variance: '-n / (n - 1)' }),
  'dhprebn: the mean term twice': formula({ mean: '2' }),
  'dhprebn: n / n - 1, without the bracket: no variance term is left': formula({ variance: '(n / n - 1)' }),
  'dhprebn: the first term is missing': formula({ own: '0' }),
  'dhprebn: the gain twice': formula({ dy: '(bngain * dhpreact)' }),
  'dhprebn: bnvar_inv twice': formula({ times: ' * bnvar_inv' }),
  'dhprebn: hprebn for bnraw': formula({ raw: 'hprebn' }),
  'dhprebn: hpreact for bnraw': formula({ raw: 'hpreact' }),
  'dhprebn: bnvar for bnvar_inv': formula({ inverse: 'bnvar' }),
  'dhprebn: the root of bnvar, without epsilon': formula({ inverse: 'bnvar ** -0.5' }),
  'dhprebn: dh for dhpreact': formula({ dy: 'dh' }),
  'dhprebn: bnbias for bngain': formula({ gain: 'bnbias' }),
  'dhprebn: 32 and 31 written out': formula({ over: '32', own: '32', variance: '32 / 31' }),
  'dhprebn: 32 / 31 written out': formula({ variance: '32 / 31' }),
  'dhprebn: from dhpreact, no Bessel factor': formula({ variance: '1' }),
  'dhprebn: from dhpreact, not divided by n': formula({ over: '1' }),
  'dhprebn: from dhpreact, the gain twice': formula({ times: ' * bngain' }),
  'dhprebn: from dbnraw, the gain once more': formula({ dy: 'dbnraw' }),

  'dC: the first time counts, later ones do not': `dC = torch.zeros_like(C)
seen = set()
rows = demb.view(-1, C.shape[1])
for at, row in enumerate(Xb.flatten().tolist()):
    if row not in seen:
        dC[row] = rows[at]
    seen.add(row)`,
  'dC: the largest of the times': `dC = torch.zeros_like(C)
for row in range(vocab):
    mine = demb[Xb == row]
    if len(mine) > 0:
        dC[row] = mine.max(0).values`,
  'dC: by a loop, assigned and not added': `dC = torch.zeros_like(C)
for i in range(Xb.shape[0]):
    for j in range(Xb.shape[1]):
        for e in range(C.shape[1]):
            dC[Xb[i, j], e] = demb[i, j, e]`,
  'dC: a mask for each of 27 letters':
    'dC = torch.stack([(demb * (Xb == i).unsqueeze(2)).sum((0, 1)) for i in range(27)])',
  'dC: three positions, added one by one': `dC = torch.zeros_like(C)
for j in [0, 1, 2]:
    dC.index_put_((Xb[:, j],), demb[:, j], accumulate=True)`,
  // What is asked as a mask and what is computed with are of another kind in PyTorch.
  'dlogits: 1 taken off in the columns of all labels':
    'dlogits = (F.softmax(logits, 1) - (F.one_hot(Yb, num_classes=vocab).sum(0) > 0).float()) / n',
  'dprobs: right off the labels only':
    'dprobs = torch.where(F.one_hot(Yb, num_classes=vocab).bool(), dlogprobs, dlogprobs / probs)',
  // Of a view that is expanded, `demb` could have no view.
  'dembcat: dhprebn summed, a column for each place':
    'dembcat = dhprebn.sum(1, keepdim=True) * torch.ones_like(embcat)',
  // A view has to lie in memory as it is.
  'demb: turned over, then brought into shape': 'demb = dembcat.T.reshape(emb.shape)',
  'demb: the first position only': 'demb = dembcat[:, :C.shape[1]].reshape(n, 1, -1).expand_as(emb)',
}
