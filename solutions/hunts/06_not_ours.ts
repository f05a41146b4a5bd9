// %% [markdown]
// # 06 · 2.82 and 2.11
//
// ## The program
//
// This is the network from the track makemore. It is trained with gradients that somebody derived by hand. To
// compare, the program also has those of a framework's autograd.
//
// ## What was observed
//
// Here are two mistakes, from two different programs. The first was published: many people have read this
// solution. It trains with the wrong gradient below and reports a loss of 2.82 on names that the network has
// not seen. The right gradients lead to 2.11.
//
// With the second mistake the same program would report 2.11 as well, wrong gradient and all. How can that
// be?
//
// The line of the gradient throws no error, and its result has the right shape.

// %%
import { crossEntropy, type Family, randomBatch, type ScopeOf, type Source, type Tensor } from 'backprop-ninja'

// %% The parameters, and a batch of real names
export const sizes = {
  lecture: { n: 32, block: 3, n_embd: 10, n_hidden: 64 },
  small: { n: 5, block: 3, n_embd: 2, n_hidden: 7 },
  other: { n: 8, block: 4, n_embd: 3, n_hidden: 9 },
}

export function inputs({ n, block, n_embd, n_hidden }: typeof sizes.lecture, { g, names }: Source) {
  const vocab = names.vocabulary.length
  const { Xb, Yb } = randomBatch(names, g, n, block)      // (n, block), (n)
  const C = g.randn(vocab, n_embd)                        // (vocab, n_embd)
  const W1 = g.randn(block * n_embd, n_hidden).mul(0.3)   // (block * n_embd, n_hidden)
  const bngain = g.randn(1, n_hidden).mul(0.1).add(1)     // (1, n_hidden)
  const bnbias = g.randn(1, n_hidden).mul(0.1)            // (1, n_hidden)
  const W2 = g.randn(n_hidden, vocab).mul(0.1)            // (n_hidden, vocab)
  const b2 = g.randn(vocab).mul(0.1)                      // (vocab)
  return { n, Xb, Yb, C, W1, bngain, bnbias, W2, b2 }
}

// %% The forward pass
export function forward({ n, Xb, Yb, C, W1, bngain, bnbias, W2, b2 }: ReturnType<typeof inputs>) {
  const emb = C.index(Xb)                                        // (n, block, n_embd)
  const embcat = emb.view(n, -1)                                 // (n, block * n_embd)
  const hprebn = embcat.matmul(W1)                               // (n, n_hidden)
  const bnmean = hprebn.mean(0, { keepdim: true })               // (1, n_hidden)
  const bnvar = hprebn.var(0, { keepdim: true, unbiased: true }) // (1, n_hidden)
  const bnraw = hprebn.sub(bnmean).mul(bnvar.add(1e-5).pow(-0.5)) // (n, n_hidden)
  const hpreact = bngain.mul(bnraw).add(bnbias)                  // (n, n_hidden)
  const h = hpreact.tanh()                                       // (n, n_hidden)
  const logits = h.matmul(W2).add(b2)                            // (n, vocab)
  const loss = crossEntropy(logits, Yb)                          // a single number
  return { emb, embcat, hprebn, bnmean, bnvar, bnraw, hpreact, h, logits, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% hprebn = embcat.matmul(W1)
// hint: Which values does an element of W1 meet in the forward pass? Are they in this line?
// hint: dW1[k][j] is the sum over i of embcat[i][k] * dhprebn[i][j]. Compare each name.
// hint: One d too many: the line uses the gradient of embcat instead of embcat.
export function dW1({ embcat, dembcat, dhprebn }: Scope): Tensor {
  // answer (block * n_embd, n_hidden)
  return embcat.T.matmul(dhprebn)
  // end answer
  // given (wrong operand): return dembcat.T.matmul(dhprebn)
}

// %% One step of the training: returns what the parameters are afterwards
// `ours` holds the gradients that were derived by hand, and `autograd` those of the framework, both in the order of
// `parameters`.
// hint: If ours were all zero, what would this step do?
// hint: Follow each of the four arguments. One of them is never used.
// hint: The index i is right. The list before it is the wrong one.
export function step(
  parameters: readonly Tensor[],
  ours: readonly Tensor[],
  autograd: readonly Tensor[],
  rate: number,
): Tensor[] {
  // answer
  return parameters.map((p, i) => p.sub(ours[i].mul(rate)))
  // end answer
  // given (wrong operand): return parameters.map((p, i) => p.sub(autograd[i].mul(rate)))
  //   > The step uses the gradients of autograd. Whatever ours are, this training goes well.
  // wrong (sign, factor): return parameters.map((p, i) => p.add(ours[i].mul(rate)))
  //   > Your step goes up. Subtract the gradient.
  // wrong (sign, factor): return parameters.map((p, i) => p.sub(ours[i]))
  //   > The learning rate is missing. Multiply the gradient by `rate`.
  // wrong (sign, factor): return parameters.map((p, i) => p.sub(ours[i].mul(0.1)))
  //   > Your rate is always 0.1. Use the `rate` that `step` is given.
  // wrong (wrong operand): return parameters.map((p, i) => p.sub(ours[i].add(autograd[i]).mul(rate / 2)))
  //   > Half of your step still comes from the gradients of autograd.
  // wrong (wrong operand): return parameters.map((p, i) => p.sub(ours[i].add(autograd[i]).mul(rate)))
  //   > You subtract both gradients. Subtract ours alone.
  // wrong (index): return parameters.map(p => p.sub(ours[0].mul(rate)))
  //   > Every parameter moves by the gradient of the first one. Use ours[i].
  // wrong (a use forgotten): return parameters.map((p, i) => ours[i].mul(rate))
  //   > This is the size of the step alone. Return where it leads: subtract it from `p`.
}

// %% [markdown]
// ## One family
//
// Both mistakes belong to the same family. The family is also the reason why neither threw an error.

// %% The family of both
// hint: In both lines a single name is wrong, and the form of the line is right.
// hint: dembcat has the shape of embcat, and autograd[i] has the shape of ours[i]. So nothing complains.
// hint: One tensor in the line should be another one.
export function family(): Family {
  // answer
  return 'wrong operand'
  // end answer
  // wrong (index): return 'index'
  //   > The elements are the right ones. It's the tensor that is wrong.
  // wrong (stale or aliased): return 'stale or aliased'
  //   > Nothing changes after it was made. Each line names something other than it means.
  // wrong (local derivative missing): return 'local derivative missing'
  //   > `dW1` does have a second factor, of the right shape. But instead of the local derivative, it is that
  //   > tensor's gradient.
  // wrong (upstream missing): return 'upstream missing'
  //   > `dW1` has the upstream gradient: dhprebn. Look at the other factor.
  // wrong (shape): return 'shape'
  //   > The shapes are right. That's why nobody noticed.
}

// %% check
import { type Check, chart, generator, oneHot, softmax, tensor, zerosLike } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./06_not_ours.ts'), 'dW1' | 'step' | 'family'>

export const check: Check<Learner> = (learner, { g }) => {
  const three = (): Tensor[] => [g.randn(3, 4), g.randn(3, 4), g.randn(3, 4)]
  const [parameters, ours, autograd] = [three(), three(), three()]
  const rate = 0.2 + g.random()
  return [
    {
      name: 'step(parameters, ours, autograd, rate)',
      blank: 'step',
      learner: () => learner.step(parameters, ours, autograd, rate),
      at: { rate },
    },
    {
      name: 'ours all zero: nothing moves',
      blank: 'step',
      learner: () => learner.step(parameters, ours.map(zerosLike), autograd, rate),
      expected: parameters,
      learned: 'this test would have found it',
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['wrong operand'],
      learned: 'the same shape, but another tensor: nothing complains',
    }),
  ]
}

/** All gradients by hand, in the order of the parameters. */
function backward(v: ReturnType<typeof inputs> & ReturnType<typeof forward>, dW1: Learner['dW1']): Tensor[] {
  const { n, Xb, Yb, C, W1, bngain, W2, emb, embcat, bnvar, bnraw, h, logits } = v
  const dlogits = softmax(logits, 1).sub(oneHot(Yb, C.shape[0])).div(n)
  const dhpreact = tensor(1).sub(h.pow(2)).mul(dlogits.matmul(W2.T))
  const dbngain = bnraw.mul(dhpreact).sum(0, { keepdim: true })
  const dbnbias = dhpreact.sum(0, { keepdim: true })
  const bracket = dhpreact.mul(n).sub(dbnbias).sub(bnraw.mul(dbngain).mul(n / (n - 1)))
  const dhprebn = bngain.mul(bnvar.add(1e-5).pow(-0.5)).div(n).mul(bracket)
  const dembcat = dhprebn.matmul(W1.T)
  const dC = zerosLike(C).indexAdd(Xb, dembcat.view(emb.shape))
  const ours = dW1({ embcat, dembcat, dhprebn } as Scope)
  return [dC, ours, dbngain, dbnbias, h.T.matmul(dlogits), dlogits.sum(0)]
}

/** The first steps with the gradients of this file, as they were and as they are. */
export function picture(learner: Learner, { names }: Source): string {
  const train = (dW1: Learner['dW1']): number[] => {
    const g = generator(7)
    const { n, Xb: _, Yb: __, ...start } = inputs(sizes.lecture, { g, names })
    let parameters = Object.values(start)
    return Array.from({ length: 180 }, () => {
      const [C, W1, bngain, bnbias, W2, b2] = parameters
      const batch = { n, C, W1, bngain, bnbias, W2, b2, ...randomBatch(names, g, n, sizes.lecture.block) }
      const values = { ...batch, ...forward(batch) }
      const ours = backward(values, dW1)
      parameters = learner.step(parameters, ours, ours, 0.1)
      return values.loss.item()
    })
  }
  const curve = (name: string, losses: readonly number[]) => {
    const means = losses.map((_, i) => losses.slice(Math.max(0, i - 19), i + 1))
    return { name, x: means.map((_, i) => i + 1), y: means.map(l => l.reduce((a, b) => a + b) / l.length) }
  }
  return [
    '180 steps with our gradients. Each point is the mean of 20 losses. Nobody finds the mistake in such a curve:',
    '',
    chart(
      [
        curve('dembcat.T, as it was', train(({ dembcat, dhprebn }) => dembcat.T.matmul(dhprebn))),
        curve('fixed', train(learner.dW1)),
      ],
      { height: 12, x: { label: 'step' }, y: { label: 'loss' } },
    ),
  ].join('\n')
}
