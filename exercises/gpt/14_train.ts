// %% [markdown]
// # 14 · Train a GPT
//
// The last exercise of this track. With your gradients and your Adam, a GPT learns to invent names. No
// autograd helps. When all rows below are right,
//
//     npx ninja train gpt
//
// trains a GPT of two blocks for 8,000 steps, with 32 names in each. Nothing computes its gradients but your
// functions.
//
// ## One block, or two
//
// A GPT is three functions: `embed`, `block` and `head`. `block` takes vectors and gives back vectors of the
// same shape, so blocks can be stacked. Below there is one of them. `train` stacks two:
//
//     X --> embed --> x0  [ lower block ]  x2  =  x0  [ upper block ]  x2 --> head --> loss
//
//     embed <------- dx0  [ lower block ] dx2  = dx0  [ upper block ] dx2 <-- head
//
// You write the gradients of a block once, and they serve both. They can't know in which block they are:
// they see the values of that block, and a `dx2`. For the upper block, `dx2` comes from your own function,
// out of the head. For the lower block, it's the `dx0` of the block above.
//
// ## Names of unequal length
//
// Each row of a batch is one name, with a full stop in front. All rows are as long as the longest one, so
// the others are filled up with more full stops:
//
//     X         .  e  m  m  a  .  .          B = 2 names, T = 7 places
//               .  i  s  a  b  e  l
//
//     real      0  1  2  3  4                where the places are that count, in all of X: n = 12 of them
//               7  8  9 10 11 12 13
//
//     Y         e  m  m  a  .                what comes next there
//               i  s  a  b  e  l  .
//
// What the filled places hold doesn't matter: no real place can see it, because it comes later. And the
// head looks at the real places only. It picks their vectors out of all B * T and puts them in a table
// `kept` (n, C). The loss is the mean over these n guesses, so a long name counts for more than a short one.
//
// ## The forward pass
//
// This is the short one: layer norm as in exercise 04, GELU as in 05, attention as in 08. You have derived
// all of its gradients. Write them once more, or let `npx ninja take gpt/14` fill in your own lines from
// the exercises that you've passed, where they fit. Where a line of the forward pass takes several steps, so does
// the gradient. `dlnf_hat`, say, has no function of its own here: compute it inside `dx2`.

// %%
import {
  arange, cat, crossEntropy, oneHot, type ScopeOf, softmax, type Source, tensor, type Tensor, TODO, zerosLike,
} from 'backprop-ninja'

// %% A batch: some names, a row each
/** `length`: of the rows. Of a longer name the beginning counts. */
export function rowsOf(names: readonly string[], length: number, numbers: ReadonlyMap<string, number>) {
  const letters = new Array<number>(names.length * length).fill(0)
  const real: number[] = []
  const next: number[] = []
  for (const [row, name] of names.entries()) {
    const text = [...name].map(letter => numbers.get(letter)!)
    for (let at = 0; at <= text.length && at < length; at++) {
      letters[row * length + at] = at === 0 ? 0 : text[at - 1]
      real.push(row * length + at)
      next.push(text[at] ?? 0)
    }
  }
  const X = tensor(letters).view(names.length, length)    // (B, T)
  const future = arange(length).view(length, 1).lt(arange(length)) // (T, T): true above the diagonal
  return { B: names.length, T: length, n: real.length, X, real: tensor(real), Y: tensor(next), future }
}

// %% The parameters, and a batch of real names
/** `block`: the most positions that a row may have; that of the network you train is 16. */
export const sizes = {
  usual: { B: 5, T: 8, C: 8, NH: 2, block: 16 },
  other: { B: 2, T: 7, C: 9, NH: 3, block: 8 },
  square: { B: 3, T: 4, C: 12, NH: 4, block: 6 },
}

export function inputs({ B, T, C, NH, block }: typeof sizes.usual, { g, names }: Source) {
  const V = names.vocabulary.length
  const hs = C / NH
  const list = names.text.trimEnd().split('\n')
  const drawn = [...g.randint(0, list.length, [B]).data].map(at => list[at])
  const { n, X, real, Y, future } = rowsOf(drawn, T, names.numbers)
  // the embeddings
  const wte = g.randn(V, C).mul(0.5)                    // (V, C)
  const wpe = g.randn(block, C).mul(0.3)                // (block, C)
  // attention
  const ln1w = g.randn(C).mul(0.1).add(1)               // (C)
  const ln1b = g.randn(C).mul(0.1)                      // (C)
  const Wqkv = g.randn(C, 3 * C).mul(C ** -0.5)         // (C, 3C)
  const bqkv = g.randn(3 * C).mul(0.1)                  // (3C)
  const Wproj = g.randn(C, C).mul(C ** -0.5)            // (C, C)
  const bproj = g.randn(C).mul(0.1)                     // (C)
  // the MLP
  const ln2w = g.randn(C).mul(0.1).add(1)               // (C)
  const ln2b = g.randn(C).mul(0.1)                      // (C)
  const Wfc = g.randn(C, 4 * C).mul(C ** -0.5)          // (C, 4C)
  const bfc = g.randn(4 * C).mul(0.1)                   // (4C)
  const Wfcproj = g.randn(4 * C, C).mul((4 * C) ** -0.5) // (4C, C)
  const bfcproj = g.randn(C).mul(0.1)                   // (C)
  // the last layer norm
  const lnfw = g.randn(C).mul(0.1).add(1)               // (C)
  const lnfb = g.randn(C).mul(0.1)                      // (C)
  return {
    B, T, C, NH, V, hs, n, X, real, Y, future, wte, wpe, ln1w, ln1b, Wqkv, bqkv, Wproj, bproj,
    ln2w, ln2b, Wfc, bfc, Wfcproj, bfcproj, lnfw, lnfb,
  }
}
type Inputs = ReturnType<typeof inputs>

// %% The embeddings: from letters to vectors
export function embed({ T, X, wte, wpe }: Inputs) {
  const x0 = wte.index(X).add(wpe.index(arange(T)))                     // (B, T, C)
  return { x0 }
}

// %% A block: from vectors to vectors
export function block({
  B, T, C, NH, hs, future, ln1w, ln1b, Wqkv, bqkv, Wproj, bproj, ln2w, ln2b, Wfc, bfc, Wfcproj, bfcproj, x0,
}: Inputs & { readonly x0: Tensor }) {
  // layer norm
  const ln1_diff = x0.sub(x0.mean(-1, { keepdim: true }))               // (B, T, C)
  const ln1_rstd = ln1_diff.pow(2).mean(-1, { keepdim: true }).add(1e-5).pow(-0.5) // (B, T, 1)
  const ln1_hat = ln1_diff.mul(ln1_rstd)                                // (B, T, C)
  const ln1 = ln1_hat.mul(ln1w).add(ln1b)                               // (B, T, C)
  // attention
  const qkv = ln1.matmul(Wqkv).add(bqkv)                                // (B, T, 3C)
  const q = qkv.slice(-1, 0, C).view(B, T, NH, hs).transpose(1, 2)      // (B, NH, T, hs)
  const k = qkv.slice(-1, C, 2 * C).view(B, T, NH, hs).transpose(1, 2)  // (B, NH, T, hs)
  const v = qkv.slice(-1, 2 * C).view(B, T, NH, hs).transpose(1, 2)     // (B, NH, T, hs)
  const scores = q.matmul(k.transpose(-2, -1))                          // (B, NH, T, T)
  const att = scores.mul(hs ** -0.5).maskedFill(future, -Infinity).softmax(-1) // (B, NH, T, T)
  const y = att.matmul(v).transpose(1, 2).reshape(B, T, C)              // (B, T, C)
  const x1 = x0.add(y.matmul(Wproj).add(bproj))                         // (B, T, C)
  // layer norm
  const ln2_diff = x1.sub(x1.mean(-1, { keepdim: true }))               // (B, T, C)
  const ln2_rstd = ln2_diff.pow(2).mean(-1, { keepdim: true }).add(1e-5).pow(-0.5) // (B, T, 1)
  const ln2_hat = ln2_diff.mul(ln2_rstd)                                // (B, T, C)
  const ln2 = ln2_hat.mul(ln2w).add(ln2b)                               // (B, T, C)
  // the MLP
  const fc = ln2.matmul(Wfc).add(bfc)                                   // (B, T, 4C)
  const th = fc.add(fc.pow(3).mul(0.044715)).mul((2 / Math.PI) ** 0.5).tanh() // (B, T, 4C)
  const act = fc.mul(0.5).mul(th.add(1))                                // (B, T, 4C)
  const x2 = x1.add(act.matmul(Wfcproj).add(bfcproj))                   // (B, T, C)
  return {
    ln1_diff, ln1_rstd, ln1_hat, ln1, qkv, q, k, v, scores, att, y, x1,
    ln2_diff, ln2_rstd, ln2_hat, ln2, fc, th, act, x2,
  }
}

// %% The head: from vectors to the loss
export function head({ C, real, Y, wte, lnfw, lnfb, x2 }: Inputs & { readonly x2: Tensor }) {
  const lnf_diff = x2.sub(x2.mean(-1, { keepdim: true }))               // (B, T, C)
  const lnf_rstd = lnf_diff.pow(2).mean(-1, { keepdim: true }).add(1e-5).pow(-0.5) // (B, T, 1)
  const lnf_hat = lnf_diff.mul(lnf_rstd)                                // (B, T, C)
  const lnf = lnf_hat.mul(lnfw).add(lnfb)                               // (B, T, C)
  const kept = lnf.view(-1, C).index(real)                              // (n, C)
  const logits = kept.matmul(wte.T)                                     // (n, V)
  const loss = crossEntropy(logits, Y)                                  // a single number
  return { lnf_diff, lnf_rstd, lnf_hat, lnf, kept, logits, loss }
}

// %% The forward pass, with one block
export function forward(given: Inputs) {
  const embedded = embed(given)
  const passed = block({ ...given, ...embedded })
  return { ...embedded, ...passed, ...head({ ...given, ...passed }) }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## Going backwards: the head
//
// In all, you need 33 gradients. Most are one line. `layerNormBack` is exercise 04 as a function: you need it
// three times.

// %% Layer norm backward, from exercise 04
/** The gradient of layer norm's input, from that of the normalized values, `hat`. */
export function layerNormBack(dhat: Tensor, hat: Tensor, rstd: Tensor): Tensor {
  const byMean = dhat.mean(-1, { keepdim: true })
  const byVariance = hat.mul(dhat.mul(hat).mean(-1, { keepdim: true }))
  return rstd.mul(dhat.sub(byMean).sub(byVariance))
}

// %% logits feeds loss = crossEntropy(logits, Y)
export function dlogits({ n, V, Y, logits }: Scope): Tensor {
  return TODO() // (n, V)
}

// %% kept feeds logits = kept.matmul(wte.T)
export function dkept({ wte, dlogits }: Scope): Tensor {
  return TODO() // (n, C)
}

// %% lnf feeds kept = lnf.view(-1, C).index(real)
export function dlnf({ C, real, lnf, dkept }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% lnfw feeds lnf = lnf_hat.mul(lnfw).add(lnfb)
export function dlnfw({ lnf_hat, dlnf }: Scope): Tensor {
  return TODO() // (C)
}

// %% lnfb feeds lnf = lnf_hat.mul(lnfw).add(lnfb)
export function dlnfb({ dlnf }: Scope): Tensor {
  return TODO() // (C)
}

// %% x2 feeds lnf_diff = x2.sub(x2.mean(-1, ...))
export function dx2({ lnfw, lnf_hat, lnf_rstd, dlnf }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% [markdown]
// ## The block
//
// From here to `dx0`, your functions run once for each block.

// %% Wfcproj feeds x2 = x1.add(act.matmul(Wfcproj).add(bfcproj))
export function dWfcproj({ C, act, dx2 }: Scope): Tensor {
  return TODO() // (4C, C)
}

// %% bfcproj feeds x2 = x1.add(act.matmul(Wfcproj).add(bfcproj))
export function dbfcproj({ dx2 }: Scope): Tensor {
  return TODO() // (C)
}

// %% act feeds x2 = x1.add(act.matmul(Wfcproj).add(bfcproj))
export function dact({ Wfcproj, dx2 }: Scope): Tensor {
  return TODO() // (B, T, 4C)
}

// %% fc feeds act = fc.mul(0.5).mul(th.add(1)) and th = fc.add(fc.pow(3).mul(0.044715)).mul(...).tanh()
export function dfc({ fc, th, dact }: Scope): Tensor {
  return TODO() // (B, T, 4C)
}

// %% Wfc feeds fc = ln2.matmul(Wfc).add(bfc)
export function dWfc({ C, ln2, dfc }: Scope): Tensor {
  return TODO() // (C, 4C)
}

// %% bfc feeds fc = ln2.matmul(Wfc).add(bfc)
export function dbfc({ dfc }: Scope): Tensor {
  return TODO() // (4C)
}

// %% ln2 feeds fc = ln2.matmul(Wfc).add(bfc)
export function dln2({ Wfc, dfc }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% ln2w feeds ln2 = ln2_hat.mul(ln2w).add(ln2b)
export function dln2w({ ln2_hat, dln2 }: Scope): Tensor {
  return TODO() // (C)
}

// %% ln2b feeds ln2 = ln2_hat.mul(ln2w).add(ln2b)
export function dln2b({ dln2 }: Scope): Tensor {
  return TODO() // (C)
}

// %% x1 feeds x2 = x1.add(act.matmul(Wfcproj).add(bfcproj)) and ln2_diff = x1.sub(x1.mean(-1, ...))
export function dx1({ ln2w, ln2_hat, ln2_rstd, dx2, dln2 }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% Wproj feeds x1 = x0.add(y.matmul(Wproj).add(bproj))
export function dWproj({ C, y, dx1 }: Scope): Tensor {
  return TODO() // (C, C)
}

// %% bproj feeds x1 = x0.add(y.matmul(Wproj).add(bproj))
export function dbproj({ dx1 }: Scope): Tensor {
  return TODO() // (C)
}

// %% y feeds x1 = x0.add(y.matmul(Wproj).add(bproj))
export function dy({ Wproj, dx1 }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% v feeds y = att.matmul(v).transpose(1, 2).reshape(B, T, C)
export function dv({ B, T, NH, hs, att, dy }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% att feeds y = att.matmul(v).transpose(1, 2).reshape(B, T, C)
export function datt({ B, T, NH, hs, v, dy }: Scope): Tensor {
  return TODO() // (B, NH, T, T)
}

// %% scores feeds att = scores.mul(hs ** -0.5).maskedFill(future, -Infinity).softmax(-1)
export function dscores({ hs, att, datt }: Scope): Tensor {
  return TODO() // (B, NH, T, T)
}

// %% q feeds scores = q.matmul(k.transpose(-2, -1))
export function dq({ k, dscores }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% k feeds scores = q.matmul(k.transpose(-2, -1))
export function dk({ q, dscores }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% qkv feeds q, k and v, a third of its columns each
export function dqkv({ B, T, C, dq, dk, dv }: Scope): Tensor {
  return TODO() // (B, T, 3C)
}

// %% Wqkv feeds qkv = ln1.matmul(Wqkv).add(bqkv)
export function dWqkv({ C, ln1, dqkv }: Scope): Tensor {
  return TODO() // (C, 3C)
}

// %% bqkv feeds qkv = ln1.matmul(Wqkv).add(bqkv)
export function dbqkv({ dqkv }: Scope): Tensor {
  return TODO() // (3C)
}

// %% ln1 feeds qkv = ln1.matmul(Wqkv).add(bqkv)
export function dln1({ Wqkv, dqkv }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% ln1w feeds ln1 = ln1_hat.mul(ln1w).add(ln1b)
export function dln1w({ ln1_hat, dln1 }: Scope): Tensor {
  return TODO() // (C)
}

// %% ln1b feeds ln1 = ln1_hat.mul(ln1w).add(ln1b)
export function dln1b({ dln1 }: Scope): Tensor {
  return TODO() // (C)
}

// %% x0 feeds x1 = x0.add(y.matmul(Wproj).add(bproj)) and ln1_diff = x0.sub(x0.mean(-1, ...))
export function dx0({ ln1w, ln1_hat, ln1_rstd, dx1, dln1 }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% [markdown]
// ## The embeddings

// %% wpe feeds x0 = wte.index(X).add(wpe.index(arange(T)))
export function dwpe({ T, wpe, dx0 }: Scope): Tensor {
  return TODO() // (block, C)
}

// %% wte feeds x0 = wte.index(X).add(wpe.index(arange(T))) and logits = kept.matmul(wte.T)
export function dwte({ X, wte, kept, dx0, dlogits }: Scope): Tensor {
  return TODO() // (V, C)
}

// %% [markdown]
// ## Adam
//
// Exercise 12 once more, in one function. `train` calls it once in each step, for each parameter. Take your
// lines from there.
//
// The learning rate isn't the same in all steps. It rises for 300 steps, because the first averages `v` are
// of a few gradients only. Then it falls in a straight line, to 0 at the end, so that the last steps settle
// instead of jumping about.

// %% What goes from one step of Adam to the next, and what stays the same
export interface AdamState {
  /** The parameter. */
  readonly p: Tensor
  /** The running averages of its gradient and of its gradient's square: 0 before the first step. */
  readonly m: Tensor
  readonly v: Tensor
  /** How many steps were done: 0 before the first. */
  readonly t: number
}

export interface AdamOptions {
  /** The learning rate. */
  readonly lr: number
  readonly beta1: number
  readonly beta2: number
  readonly eps: number
}

// %% One step of Adam
export function adam(state: AdamState, grad: Tensor, { lr, beta1, beta2, eps }: AdamOptions): AdamState {
  return TODO()
}

// %% [markdown]
// ## What comes out
//
// The letters of a name aren't random, but they aren't certain either, so no network gets to a loss of 0.
// These are losses on names that the network hasn't seen, as means of three trainings. The MLP is that of
// the track `makemore`, after its 200,000 steps:
//
//                                         parameters      loss
//     the MLP                                 12,297     2.118
//     this GPT, one block, C = 16              4,000     2.115
//     this GPT, two blocks, C = 32            26,848     2.025
//
// So a third of the MLP's parameters gives its loss. That's what attention buys: each place decides for
// itself which of the letters before it matter, and the same weights serve all places. Try the small one:
//
//     npx ninja train gpt --layers 1 --head-size 4 --steps 12000 --lr 0.01
