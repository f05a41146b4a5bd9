// %% [markdown]
// # 10 · Train the network
//
// Now everything that you derived comes together: with your gradients, a network learns to invent names. No
// autograd helps. When all rows below are right,
//
//     npx ninja train
//
// calls your functions once a step, 200,000 times, and nothing but your functions. At the end it shows names
// that nobody has ever had. `npx ninja sample` invents more of them.
//
// This is one step of the training:
//
//     1.  draw 32 examples                                         Xb, Yb
//     2.  forward                                                  the loss
//     3.  backward, with your functions from below                 dC, dW1, db1, ...
//     4.  move each parameter a little, against its gradient       your function update
//
// ## Why every gradient must be right
//
// The loss doesn't tell you. With a wrong line it usually still falls, only not as far. After 50,000 steps
// of a network like this one, the loss on names that it had not seen was
//
//     all gradients right                                          2.1510
//     batchnorm with n instead of n - 1                            2.1510
//     batchnorm without the part through the variance              2.1518
//     the embedding's gradient overwritten, not added up           2.1551
//     the embedding never trained                                  2.1648
//
// Nobody finds a mistake in a list like that. So `train` begins with a check, and it checks again along the
// way.
//
// ## The forward pass
//
// This is the short one, with batchnorm as in exercise 09 and cross-entropy as in exercise 08. You have
// derived all of it before. Write it once more, or let `npx ninja take 10` fill in your own lines from the
// exercises that you've passed, where they fit.

// %%
import {
  crossEntropy, oneHot, randomBatch, type ScopeOf, softmax, type Source, tensor, type Tensor, TODO, zerosLike,
} from 'backprop-ninja'

// %% The parameters, and a batch of real names
/** The lecture's network, and two small ones. All their dimensions differ, so that no mistake can hide. */
export const sizes = {
  lecture: { n: 32, block: 3, n_embd: 10, n_hidden: 64 },
  small: { n: 5, block: 3, n_embd: 2, n_hidden: 7 },
  other: { n: 8, block: 4, n_embd: 3, n_hidden: 6 },
}

export function inputs({ n, block, n_embd, n_hidden }: typeof sizes.lecture, { g, names }: Source) {
  const vocab = names.vocabulary.length
  const { Xb, Yb } = randomBatch(names, g, n, block)                             // (n, block), (n)
  const C = g.randn(vocab, n_embd)                                               // (vocab, n_embd)
  const W1 = g.randn(block * n_embd, n_hidden).mul(5 / 3 / (block * n_embd) ** 0.5) // (block * n_embd, n_hidden)
  const b1 = g.randn(n_hidden).mul(0.1)                                          // (n_hidden)
  const bngain = g.randn(1, n_hidden).mul(0.1).add(1)                            // (1, n_hidden)
  const bnbias = g.randn(1, n_hidden).mul(0.1)                                   // (1, n_hidden)
  const W2 = g.randn(n_hidden, vocab).mul(0.1)                                   // (n_hidden, vocab)
  const b2 = g.randn(vocab).mul(0.1)                                             // (vocab)
  return { n, vocab, Xb, Yb, C, W1, b1, bngain, bnbias, W2, b2 }
}

// %% The forward pass, short
export function forward({ n, Xb, Yb, C, W1, b1, bngain, bnbias, W2, b2 }: ReturnType<typeof inputs>) {
  // the embedding
  const emb = C.index(Xb)                                          // (n, block, n_embd)
  const embcat = emb.view(n, -1)                                   // (n, block * n_embd)
  // the first linear layer
  const hprebn = embcat.matmul(W1).add(b1)                         // (n, n_hidden)
  // batchnorm
  const bnmean = hprebn.mean(0, { keepdim: true })                 // (1, n_hidden)
  const bnvar = hprebn.var(0, { keepdim: true, unbiased: true })   // (1, n_hidden)
  const bnvar_inv = bnvar.add(1e-5).pow(-0.5)                      // (1, n_hidden)
  const bnraw = hprebn.sub(bnmean).mul(bnvar_inv)                  // (n, n_hidden)
  const hpreact = bngain.mul(bnraw).add(bnbias)                    // (n, n_hidden)
  // the non-linearity
  const h = hpreact.tanh()                                         // (n, n_hidden)
  // the second linear layer
  const logits = h.matmul(W2).add(b2)                              // (n, vocab)
  // cross-entropy
  const loss = crossEntropy(logits, Yb)                            // a single number
  return { emb, embcat, hprebn, bnmean, bnvar, bnvar_inv, bnraw, hpreact, h, logits, loss }
}
export type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## Going backwards
//
// You need 13 gradients. Seven belong to the parameters, and the other six are stops on the way. In
// training, each function runs 200,000 times, so a short formula pays off.

// %% logits feeds loss = crossEntropy(logits, Yb)
export function dlogits({ n, vocab, Yb, logits }: Scope): Tensor {
  return TODO() // (n, vocab)
}

// %% h feeds logits = h.matmul(W2).add(b2)
export function dh({ W2, dlogits }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% W2 feeds logits = h.matmul(W2).add(b2)
export function dW2({ h, dlogits }: Scope): Tensor {
  return TODO() // (n_hidden, vocab)
}

// %% b2 feeds logits = h.matmul(W2).add(b2)
export function db2({ dlogits }: Scope): Tensor {
  return TODO() // (vocab)
}

// %% hpreact feeds h = hpreact.tanh()
export function dhpreact({ h, dh }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% bngain feeds hpreact = bngain.mul(bnraw).add(bnbias)
export function dbngain({ bnraw, dhpreact }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% bnbias feeds hpreact = bngain.mul(bnraw).add(bnbias)
export function dbnbias({ dhpreact }: Scope): Tensor {
  return TODO() // (1, n_hidden)
}

// %% hprebn feeds bnmean, bnvar and bnraw
export function dhprebn({ n, bngain, bnvar_inv, bnraw, dhpreact, dbngain, dbnbias }: Scope): Tensor {
  return TODO() // (n, n_hidden)
}

// %% embcat feeds hprebn = embcat.matmul(W1).add(b1)
export function dembcat({ W1, dhprebn }: Scope): Tensor {
  return TODO() // (n, block * n_embd)
}

// %% W1 feeds hprebn = embcat.matmul(W1).add(b1)
export function dW1({ embcat, dhprebn }: Scope): Tensor {
  return TODO() // (block * n_embd, n_hidden)
}

// %% b1 feeds hprebn = embcat.matmul(W1).add(b1)
export function db1({ dhprebn }: Scope): Tensor {
  return TODO() // (n_hidden)
}

// %% emb feeds embcat = emb.view(n, -1)
export function demb({ emb, dembcat }: Scope): Tensor {
  return TODO() // (n, block, n_embd)
}

// %% C feeds emb = C.index(Xb)
export function dC({ C, Xb, demb }: Scope): Tensor {
  return TODO() // (vocab, n_embd)
}

// %% [markdown]
// ## The update
//
// `update` is called for each parameter, once a step: `p` is the parameter, `grad` is its gradient, and `lr`
// is the learning rate, a number such as 0.1. It returns the parameter's new value. In PyTorch you would
// write `p.data += -lr * p.grad`. Tensors never change here, so you return a new one.

// %% One step down
export function update(p: Tensor, grad: Tensor, lr: number): Tensor {
  return TODO()
}
