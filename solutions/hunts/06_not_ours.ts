// %% [markdown]
// # 06 · Whose gradients?
//
// ## The program
//
// The network of the track makemore, trained with gradients that were derived by hand. Beside them the
// program has those of a framework's autograd, to compare.
//
// ## What was observed
//
// Two mistakes, from two programs, are put together here. The first was published: a solution that many
// have read trains with the wrong gradient below, and reports a loss of 2.82 on names that the network has
// not seen. The right gradients lead to 2.11.
//
// With the second mistake the same program would report 2.11 as well, its wrong gradient and all. How can
// that be?
//
// The gradient's line gives no error, and the shape of its result is the right one.

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
// hint: Which values does an element of W1 meet on the way forward? Are they in this line?
// hint: dW1[k][j] is the sum over i of embcat[i][k] * dhprebn[i][j]. Compare each name.
// hint: A d too many: the gradient of embcat stands where embcat itself should stand.
export function dW1({ embcat, dembcat, dhprebn }: Scope): Tensor {
  // answer (block * n_embd, n_hidden)
  return embcat.T.matmul(dhprebn)
  // end answer
  // given (wrong operand): return dembcat.T.matmul(dhprebn)
}

// %% One step of the training: the parameters as they are from then on
// `ours` has the gradients that were derived by hand, `autograd` those of the framework, in the order of
// `parameters`. They are there to be compared; the step is to be made with ours.
// hint: If ours were all zero, what would this step do?
// hint: Follow each of the four arguments. One of them is never used.
// hint: The index i is right. The list in front of it is the wrong one.
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
  // wrong (sign, factor): return parameters.map((p, i) => p.add(ours[i].mul(rate)))
  // wrong (wrong operand): return parameters.map((p, i) => p.sub(ours[i].add(autograd[i]).mul(rate / 2)))
  // wrong (index): return parameters.map(p => p.sub(ours[0].mul(rate)))
  // wrong (-): return parameters.map((p, i) => ours[i].mul(rate))
}

// %% [markdown]
// ## One family
//
// Both mistakes are of the same family. It is also why neither gave an error.

// %% The family of both
// hint: In both lines a single name is wrong, and the form of the line is right.
// hint: dembcat has the shape of embcat, and autograd[i] the shape of ours[i]. So nothing complains.
// hint: A tensor in the line is another one than it should be.
export function family(): Family {
  // answer
  return 'wrong operand'
  // end answer
  // wrong (index): return 'index'
  // wrong (stale or aliased): return 'stale or aliased'
  // wrong (local derivative missing): return 'local derivative missing'
}

// %% check
import { chart, generator, oneHot, type Pair, softmax, tensor, zerosLike } from 'backprop-ninja'
import { familyPair } from './family.ts'

interface Learner {
  readonly dW1: typeof dW1
  readonly step: typeof step
  readonly family: typeof family
}

export function check(learner: Learner, { g }: Source): readonly Pair[] {
  const three = (): Tensor[] => [g.randn(3, 4), g.randn(3, 4), g.randn(3, 4)]
  const [parameters, ours, autograd] = [three(), three(), three()]
  const moved = (gradients: readonly Tensor[], rate: number): Tensor[] =>
    parameters.map((p, i) => p.sub(gradients[i].mul(rate)))
  return [
    {
      name: 'step(parameters, ours, autograd, 0.1)',
      blank: 'step',
      learner: () => learner.step(parameters, ours, autograd, 0.1),
      expected: moved(ours, 0.1),
      slips: [
        {
          family: 'wrong operand',
          value: moved(autograd, 0.1),
          message:
            'The step is made with the gradients of autograd. Whatever ours are, this training will go well.',
        },
        {
          family: 'sign, factor',
          value: moved(ours, -0.1),
          message: 'The step goes up. Take the gradient away.',
        },
        {
          family: 'wrong operand',
          value: moved(
            ours.map((x, i) => x.add(autograd[i])),
            0.05,
          ),
          message: 'Half of the step is still made with the gradients of autograd.',
        },
        {
          family: 'index',
          value: parameters.map(p => p.sub(ours[0].mul(0.1))),
          message: 'Every parameter moves by the gradient of the first.',
        },
      ],
    },
    {
      name: 'ours all zero: nothing moves',
      blank: 'step',
      learner: () =>
        learner.step(
          parameters,
          ours.map(x => x.mul(0)),
          autograd,
          0.1,
        ),
      expected: parameters,
      slips: [
        {
          family: 'wrong operand',
          value: moved(autograd, 0.1),
          message: 'With gradients of our own that are all zero the network still learns. So whose are used?',
        },
      ],
      learned: 'the test that would have found it',
    },
    familyPair(
      'family',
      learner.family,
      'wrong operand',
      {
        index: 'The elements are the right ones. It is the tensor that is not.',
        'stale or aliased': 'Nothing was changed after it was made. Each line names something else than it means.',
        'local derivative missing':
          'In dW1 there is a second factor, of the right shape. But it is not the local derivative: it is its gradient.',
        'upstream missing': 'What comes from above is there in dW1: dhprebn. Look at the other factor.',
        shape: 'The shapes are right. That is why nobody noticed.',
      },
      'same shape, another tensor: nothing complains',
    ),
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

/** The first steps with the gradients of this file, as they are and as they were. */
export function picture(learner: Learner, { names }: Source): string {
  const train = (dW1: Learner['dW1']): number[] => {
    const g = generator(7)
    const { n, Xb: _, Yb: __, ...start } = inputs(sizes.lecture, { g, names })
    let parameters = Object.values(start)
    return Array.from({ length: 300 }, () => {
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
    '300 steps with our gradients, each point the mean of 20 losses. In such a curve nobody finds it:',
    '',
    chart(
      [
        curve('dembcat.T, as it was', train(({ dembcat, dhprebn }) => dembcat.T.matmul(dhprebn))),
        curve('mended', train(learner.dW1)),
      ],
      { height: 12, x: { label: 'step' }, y: { label: 'loss' } },
    ),
  ].join('\n')
}
