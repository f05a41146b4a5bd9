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
import {
  crossEntropy, type Family, randomBatch, type ScopeOf, type Source, type Tensor, TODO,
} from 'backprop-ninja'

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
export function dW1({ embcat, dembcat, dhprebn }: Scope): Tensor {
  return dembcat.T.matmul(dhprebn)
}

// %% One step of the training: returns what the parameters are afterwards
// `ours` holds the gradients that were derived by hand, and `autograd` those of the framework, both in the order of
// `parameters`.
export function step(
  parameters: readonly Tensor[],
  ours: readonly Tensor[],
  autograd: readonly Tensor[],
  rate: number,
): Tensor[] {
  return parameters.map((p, i) => p.sub(autograd[i].mul(rate)))
}

// %% [markdown]
// ## One family
//
// Both mistakes belong to the same family. The family is also the reason why neither threw an error.

// %% The family of both
export function family(): Family {
  return TODO()
}
