// %% [markdown]
// # 01 · The log loss
//
// A small network reads three letters of a name and guesses the next one. A single number, the **loss**,
// measures how bad its guesses are. To improve the network, you need to know how every number inside it
// affects the loss. Backpropagation works that out. It starts at the loss and moves backward one step at a
// time. In this exercise you take the first two steps by hand.
//
// ## What to do
//
// Further down are two **blanks**: functions that say `return TODO()`. Replace `TODO()` with your answer,
// for example `return probs.mul(2)`, and save the file. Then, in the terminal:
//
//     npx ninja check      is it right?
//     npx ninja hint       I'm stuck
//     npx ninja            check again at every save, and lead on to the next exercise
//
// You don't need to read the code above the first blank. The lines that matter are shown again further down.
//
// ## What a shape is
//
// The numbers are in **tensors**: here, that means tables. The **shape** of a tensor says how many rows and
// columns it has. `(n, vocab)` means n rows and vocab columns: one row for each of the n = 32 examples that
// the network works on at once, and one column for each of the 27 characters (a to z, and the full stop that
// ends a name). `(n)` is a single list of n numbers. The comment next to a line is the shape of its value.
//
// ## What d means
//
// `dprobs` is the gradient of the loss with respect to `probs`. It has the same shape as `probs`. Each of
// its elements says how much the loss changes when you nudge the element of `probs` in the same place:
//
//     nudge one element of probs by a tiny t   -->   the loss changes by t * (that element of dprobs)
//
// If the element is positive, the loss goes up. If it is negative, the loss goes down. If it is zero, the
// loss stays the same.

// %%
import { arange, randomBatch, type ScopeOf, type Source, type Tensor, TODO, zerosLike } from 'backprop-ninja'

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

// %% The forward pass, in steps small enough to go backwards one at a time
export function forward({ n, Xb, Yb, C, W1, b1, bngain, bnbias, W2, b2 }: ReturnType<typeof inputs>) {
  // the embedding
  const emb = C.index(Xb)                                          // (n, block, n_embd)
  const embcat = emb.view(n, -1)                                   // (n, block * n_embd)
  // the first linear layer
  const hprebn = embcat.matmul(W1).add(b1)                         // (n, n_hidden)
  // batchnorm
  const bnmeani = hprebn.sum(0, { keepdim: true }).mul(1 / n)      // (1, n_hidden)
  const bndiff = hprebn.sub(bnmeani)                               // (n, n_hidden)
  const bndiff2 = bndiff.pow(2)                                    // (n, n_hidden)
  const bnvar = bndiff2.sum(0, { keepdim: true }).mul(1 / (n - 1)) // (1, n_hidden)
  const bnvar_inv = bnvar.add(1e-5).pow(-0.5)                      // (1, n_hidden)
  const bnraw = bndiff.mul(bnvar_inv)                              // (n, n_hidden)
  const hpreact = bngain.mul(bnraw).add(bnbias)                    // (n, n_hidden)
  // the non-linearity
  const h = hpreact.tanh()                                         // (n, n_hidden)
  // the second linear layer
  const logits = h.matmul(W2).add(b2)                              // (n, vocab)
  // cross-entropy
  const logit_maxes = logits.max(1, { keepdim: true }).values      // (n, 1)
  const norm_logits = logits.sub(logit_maxes)                      // (n, vocab)
  const counts = norm_logits.exp()                                 // (n, vocab)
  const counts_sum = counts.sum(1, { keepdim: true })              // (n, 1)
  const counts_sum_inv = counts_sum.pow(-1)                        // (n, 1)
  const probs = counts.mul(counts_sum_inv)                         // (n, vocab)
  const logprobs = probs.log()                                     // (n, vocab)
  const loss = logprobs.index(arange(n), Yb).mean().neg()          // a single number
  return {
    emb, embcat, hprebn, bnmeani, bndiff, bndiff2, bnvar, bnvar_inv, bnraw, hpreact, h,
    logits, logit_maxes, norm_logits, counts, counts_sum, counts_sum_inv, probs, logprobs, loss,
  }
}
export type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## The two steps
//
// This is the end of the forward pass (above, the last two lines before `return`):
//
//     const logprobs = probs.log()
//     const loss = logprobs.index(arange(n), Yb).mean().neg()
//
// Here it is as a picture, with the backward pass below it:
//
//     probs ------ log ------> logprobs ------ pick, mean, minus ------> loss
//
//     dprobs <-- blank 2 ----- dlogprobs <---------- blank 1 ----------- the loss itself: 1
//
// Row i of `probs` holds the probability that the network gives to each character in example i. `logprobs`
// holds the logarithms. `Yb` is the list of right answers: in example i, character number `Yb[i]` comes
// next.
//
// ## Blank 1: dlogprobs
//
// `logprobs.index(arange(n), Yb)` is Python's `logprobs[range(n), Yb]`. From each row it picks one element,
// the one of the right character. With 3 examples, 4 characters and `Yb` = 2, 0, 3, it picks A, B and C:
//
//               0   1   2   3
//     row 0     .   .   A   .
//     row 1     B   .   .   .           loss = -(A + B + C) / 3
//     row 2     .   .   .   C
//
// Nudge A. How does the loss move? Nudge a dot. How does the loss move now? Put the answers in a table as
// large as `logprobs`, and you have `dlogprobs`. Two tools to make one:
//
// | TypeScript | what it gives |
// |---|---|
// | `zerosLike(x)` | zeros, in the shape of x |
// | `x.indexPut([arange(n), Yb], 0.5)` | x, but with 0.5 in each row at the right character |
//
// A tensor never changes: every method gives you a new one. `n` is a plain number, so `2 / n` is just a
// number too.
//
// How to read the line below: the function is given what's in the braces. `{ logprobs, n, Yb }: Scope` means
// "give me these by name". If you need another name from the forward pass, add it. `: Tensor` says that the
// function returns a tensor. The comment next to `TODO()` is the shape that the tensor must have.

// %% loss = logprobs.index(arange(n), Yb).mean().neg()
export function dlogprobs({ logprobs, n, Yb }: Scope): Tensor {
  return TODO() // (n, vocab)
}

// %% [markdown]
// ## Blank 2: dprobs
//
// Each element of `probs` makes one element of `logprobs`, the one in the same place. It's a chain of two:
//
//     x  (in probs)  ---- log ---->  y  (in logprobs)  ---- ... ---->  loss
//
//     how much the loss changes with x  =  (how much y changes with x)  *  (how much the loss changes with y)
//
// The last factor, `dlogprobs`, is the **upstream gradient**. You get it by name. The other factor is the
// slope of the logarithm at x, which is different for each x. This is the **chain rule**, and every exercise
// is built on it.
//
// Operators such as `*` don't work on tensors. Use methods instead; they work element by element:
//
// | Python | TypeScript |
// |---|---|
// | `a + b`, `a - b`, `a * b`, `a / b` | `a.add(b)`, `a.sub(b)`, `a.mul(b)`, `a.div(b)` |
// | `-a`, `a ** 3` | `a.neg()`, `a.pow(3)` |
//
// `npx ninja help tensor` shows all methods, and so does tensor.md in the folder help. To see what an
// expression gives, type `npx ninja try 'probs.pow(2).shape'`.

// %% logprobs = probs.log()
export function dprobs({ probs, dlogprobs }: Scope): Tensor {
  return TODO() // (n, vocab)
}

// %% [markdown]
// ## How to read the verdict
//
// `npx ninja check` prints one row for each gradient. `exact` says whether yours equals the true one to the
// last bit. `approximate` says whether it does so up to rounding. `maxdiff` is how far off the worst element
// is. Then comes the verdict:
//
// | verdict | what it means |
// |---|---|
// | exact, approximate | right |
// | blank | not filled in yet |
// | shape | the rows and columns don't match those of the tensor |
// | wrong | fix this line |
// | inherited | this line is right, but it uses a gradient that isn't: fix that one |
// | coincidence | the right value by luck, but not what this line of the forward pass sends back |
