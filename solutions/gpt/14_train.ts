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
  arange,
  cat,
  crossEntropy,
  oneHot,
  type ScopeOf,
  type Source,
  softmax,
  type Tensor,
  tensor,
  zerosLike,
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

// %% include layer-norm.ts
export * from './layer-norm.ts'
import { layerNormBack } from './layer-norm.ts'

// %% logits feeds loss = crossEntropy(logits, Y)
// hint: As in exercise 11. How many guesses is the loss the mean of?
// hint: The probability of each letter, minus 1 for the right one. Each guess counts 1/n.
// hint: softmax(logits, -1), minus oneHot(...), then .div(...).
export function dlogits({ n, V, Y, logits }: Scope): Tensor {
  // answer (n, V)
  return softmax(logits, -1).sub(oneHot(Y, V)).div(n)
  // end answer
  // wrong (-): return softmax(logits, -1).sub(oneHot(Y, V)).div(B * T)
  // wrong (-): return softmax(logits, -1).sub(oneHot(Y, V)).div(B)
}

// %% kept feeds logits = kept.matmul(wte.T)
// hint: As dlnf in exercise 11.
// hint: You need (n, C), made from (n, V) and (V, C).
// hint: dlogits.matmul(...): nothing is transposed.
export function dkept({ wte, dlogits }: Scope): Tensor {
  // answer (n, C)
  return dlogits.matmul(wte)
  // end answer
}

// %% lnf feeds kept = lnf.view(-1, C).index(real)
// hint: Picking rows is what an embedding does. Which rows were never picked?
// hint: Start with zeros in the shape (B * T, C), and add each row of dkept at the place that it came from. Then
//       go back to the shape of lnf.
// hint: zerosLike(lnf).view(-1, C).indexAdd(...), then .view(...) with the shape of lnf.
export function dlnf({ C, real, lnf, dkept }: Scope): Tensor {
  // answer (B, T, C)
  return zerosLike(lnf).view(-1, C).indexAdd(real, dkept).view(lnf.shape)
  // end answer
  // wrong (-): return zerosLike(lnf).view(-1, C).indexAdd(arange(n), dkept).view(lnf.shape)
}

// %% lnfw feeds lnf = lnf_hat.mul(lnfw).add(lnfb)
// hint: Exercise 03. A product in which one row was copied for every place.
// hint: The other factor times the upstream gradient, then a sum over what was copied.
// hint: lnf_hat.mul(...).sum([...]), so that (C) is left.
export function dlnfw({ lnf_hat, dlnf }: Scope): Tensor {
  // answer (C)
  return lnf_hat.mul(dlnf).sum([0, 1])
  // end answer
}

// %% lnfb feeds lnf = lnf_hat.mul(lnfw).add(lnfb)
// hint: Exercise 03. A row that was added everywhere.
// hint: Sum over what was copied.
// hint: dlnf.sum([...]), so that (C) is left.
export function dlnfb({ dlnf }: Scope): Tensor {
  // answer (C)
  return dlnf.sum([0, 1])
  // end answer
}

// %% x2 feeds lnf_diff = x2.sub(x2.mean(-1, ...))
// hint: Layer norm at once: call `layerNormBack`. Nothing goes around it here.
// hint: Its first argument is the gradient of lnf_hat: what comes back through the product with lnfw.
// hint: layerNormBack(..., lnf_hat, lnf_rstd)
export function dx2({ lnfw, lnf_hat, lnf_rstd, dlnf }: Scope): Tensor {
  // answer (B, T, C)
  return layerNormBack(dlnf.mul(lnfw), lnf_hat, lnf_rstd)
  // end answer
}

// %% [markdown]
// ## The block
//
// From here to `dx0`, your functions run once for each block.

// %% Wfcproj feeds x2 = x1.add(act.matmul(Wfcproj).add(bfcproj))
// hint: Exercise 09. A sum passes its gradient on, so it's the product that matters. Its rows are all B * T places.
// hint: Join the first two dimensions: act becomes (B * T, 4C), dx2 becomes (B * T, C). You need (4C, C).
// hint: act.view(-1, 4 * C).T.matmul(...): inside it, dx2 with the same rows.
export function dWfcproj({ C, act, dx2 }: Scope): Tensor {
  // answer (4C, C)
  return act.view(-1, 4 * C).T.matmul(dx2.view(-1, C))
  // end answer
}

// %% bfcproj feeds x2 = x1.add(act.matmul(Wfcproj).add(bfcproj))
// hint: A row that was added everywhere, as lnfb.
// hint: Sum over what was copied.
// hint: dx2.sum([...]), so that (C) is left.
export function dbfcproj({ dx2 }: Scope): Tensor {
  // answer (C)
  return dx2.sum([0, 1])
  // end answer
}

// %% act feeds x2 = x1.add(act.matmul(Wfcproj).add(bfcproj))
// hint: Exercise 09. The other factor of the product.
// hint: You need (B, T, 4C), made from (B, T, C) and (4C, C).
// hint: dx2.matmul(...): something of shape (C, 4C).
export function dact({ Wfcproj, dx2 }: Scope): Tensor {
  // answer (B, T, 4C)
  return dx2.matmul(Wfcproj.T)
  // end answer
}

// %% fc feeds act = fc.mul(0.5).mul(th.add(1)) and th = fc.add(fc.pow(3).mul(0.044715)).mul(...).tanh()
// hint: GELU at once. Exercise 05 has it in three functions: put them together.
// hint: Two parts. In act, fc is a factor: what it meets is half of th + 1. Through th, the slope is that of tanh,
//       1 - th², times that of its inside, which is the constant times (1 + 3 * 0.044715 * fc²).
// hint: const inside = fc.pow(2).mul(3 * 0.044715).add(1).mul((2 / Math.PI) ** 0.5). The part through th is half of
//       fc, times the slope of tanh, times inside. Add 0.5 * (th + 1), and multiply all of it by dact.
export function dfc({ fc, th, dact }: Scope): Tensor {
  // answer (B, T, 4C)
  const inside = fc.pow(2).mul(3 * 0.044715).add(1).mul((2 / Math.PI) ** 0.5)
  const byTanh = fc.mul(tensor(1).sub(th.pow(2))).mul(inside)
  return th.add(1).add(byTanh).mul(0.5).mul(dact)
  // end answer
}

// %% Wfc feeds fc = ln2.matmul(Wfc).add(bfc)
// hint: As dWfcproj, one product earlier.
// hint: You need (C, 4C), made from ln2 and dfc, with all places as rows.
// hint: ln2.view(-1, C).T.matmul(...): inside it, dfc with the same rows.
export function dWfc({ C, ln2, dfc }: Scope): Tensor {
  // answer (C, 4C)
  return ln2.view(-1, C).T.matmul(dfc.view(-1, 4 * C))
  // end answer
}

// %% bfc feeds fc = ln2.matmul(Wfc).add(bfc)
// hint: As dbfcproj.
// hint: Sum over all places.
// hint: dfc.sum([...]), so that (4C) is left.
export function dbfc({ dfc }: Scope): Tensor {
  // answer (4C)
  return dfc.sum([0, 1])
  // end answer
}

// %% ln2 feeds fc = ln2.matmul(Wfc).add(bfc)
// hint: As dact.
// hint: You need (B, T, C), made from (B, T, 4C) and (C, 4C).
// hint: dfc.matmul(...): something of shape (4C, C).
export function dln2({ Wfc, dfc }: Scope): Tensor {
  // answer (B, T, C)
  return dfc.matmul(Wfc.T)
  // end answer
}

// %% ln2w feeds ln2 = ln2_hat.mul(ln2w).add(ln2b)
// hint: As dlnfw.
// hint: The other factor, times the upstream gradient, summed over all places.
// hint: ln2_hat.mul(...).sum([...]), so that (C) is left.
export function dln2w({ ln2_hat, dln2 }: Scope): Tensor {
  // answer (C)
  return ln2_hat.mul(dln2).sum([0, 1])
  // end answer
}

// %% ln2b feeds ln2 = ln2_hat.mul(ln2w).add(ln2b)
// hint: As dlnfb.
// hint: Sum over all places.
// hint: dln2.sum([...]), so that (C) is left.
export function dln2b({ dln2 }: Scope): Tensor {
  // answer (C)
  return dln2.sum([0, 1])
  // end answer
}

// %% x1 feeds x2 = x1.add(act.matmul(Wfcproj).add(bfcproj)) and ln2_diff = x1.sub(x1.mean(-1, ...))
// hint: Two ways lead on from x1: around the MLP, and into it. Add what comes back.
// hint: Around it comes dx2 as it is. Out of it comes layer norm at once, as in dx2.
// hint: dx2.add(layerNormBack(..., ln2_hat, ln2_rstd))
export function dx1({ ln2w, ln2_hat, ln2_rstd, dx2, dln2 }: Scope): Tensor {
  // answer (B, T, C)
  return dx2.add(layerNormBack(dln2.mul(ln2w), ln2_hat, ln2_rstd))
  // end answer
}

// %% Wproj feeds x1 = x0.add(y.matmul(Wproj).add(bproj))
// hint: As dWfcproj.
// hint: You need (C, C). Rows of it meet columns of y, and its columns are columns of the result.
// hint: y.view(-1, C).T.matmul(...): inside it, dx1 with the same rows.
export function dWproj({ C, y, dx1 }: Scope): Tensor {
  // answer (C, C)
  return y.view(-1, C).T.matmul(dx1.view(-1, C))
  // end answer
}

// %% bproj feeds x1 = x0.add(y.matmul(Wproj).add(bproj))
// hint: As dbfcproj, for the other sum.
// hint: Sum over all places.
// hint: dx1.sum([...]), so that (C) is left.
export function dbproj({ dx1 }: Scope): Tensor {
  // answer (C)
  return dx1.sum([0, 1])
  // end answer
}

// %% y feeds x1 = x0.add(y.matmul(Wproj).add(bproj))
// hint: As dact. Both sizes of Wproj are the same, so the shapes don't help you.
// hint: Column j of dx1 met column j of Wproj. Sum over j.
// hint: dx1.matmul(...): Wproj, transposed.
export function dy({ Wproj, dx1 }: Scope): Tensor {
  // answer (B, T, C)
  return dx1.matmul(Wproj.T)
  // end answer
}

// %% v feeds y = att.matmul(v).transpose(1, 2).reshape(B, T, C)
// hint: Undo the arrangement first, as in exercise 06. Then it's a product, as in exercise 07.
// hint: dy in heads is (B, NH, T, hs). att, its last two dimensions exchanged, goes to its left.
// hint: att.transpose(-2, -1).matmul(...): inside it, dy with .view(B, T, NH, hs) and .transpose(...).
export function dv({ B, T, NH, hs, att, dy }: Scope): Tensor {
  // answer (B, NH, T, hs)
  return att.transpose(-2, -1).matmul(dy.view(B, T, NH, hs).transpose(1, 2))
  // end answer
}

// %% att feeds y = att.matmul(v).transpose(1, 2).reshape(B, T, C)
// hint: Undo the arrangement as in dv. Then it's the other factor of the same product.
// hint: You need (B, NH, T, T), made from two tensors of shape (B, NH, T, hs). Sum over hs.
// hint: dy.view(B, T, NH, hs).transpose(1, 2), then .matmul(...) with v, its last two dimensions exchanged.
export function datt({ B, T, NH, hs, v, dy }: Scope): Tensor {
  // answer (B, NH, T, T)
  return dy.view(B, T, NH, hs).transpose(1, 2).matmul(v.transpose(-2, -1))
  // end answer
}

// %% scores feeds att = scores.mul(hs ** -0.5).maskedFill(future, -Infinity).softmax(-1)
// hint: Exercise 08. What was masked needs no extra line, because att is 0 there.
// hint: Each row: att times the difference of datt and a single number, which is the sum of att * datt along
//       the row. And the scores were scaled.
// hint: datt.sub(...).mul(att).mul(hs ** -0.5): subtract att.mul(datt), summed over the last dimension, which
//       is kept.
export function dscores({ hs, att, datt }: Scope): Tensor {
  // answer (B, NH, T, T)
  return datt.sub(att.mul(datt).sum(-1, { keepdim: true })).mul(att).mul(hs ** -0.5)
  // end answer
}

// %% q feeds scores = q.matmul(k.transpose(-2, -1))
// hint: Exercise 07.
// hint: You need (B, NH, T, hs), made from dscores and k. Sum over the keys.
// hint: dscores.matmul(...): nothing is transposed.
export function dq({ k, dscores }: Scope): Tensor {
  // answer (B, NH, T, hs)
  return dscores.matmul(k)
  // end answer
}

// %% k feeds scores = q.matmul(k.transpose(-2, -1))
// hint: Exercise 07. Each column of scores belongs to one key, so the sum is over the queries.
// hint: The shapes don't tell you: (T, T) is square. You need dscores with rows and columns exchanged.
// hint: dscores.transpose(...).matmul(...)
export function dk({ q, dscores }: Scope): Tensor {
  // answer (B, NH, T, hs)
  return dscores.transpose(-2, -1).matmul(q)
  // end answer
}

// %% qkv feeds q, k and v, a third of its columns each
// hint: Exercise 06. Bring dq, dk and dv back to (B, T, C), then put them side by side.
// hint: For each: the heads of a place side by side again, as the forward pass does it with y. The order is that in
//       which the thirds were cut out.
// hint: cat([..., ..., ...], -1), where each is dq, dk or dv with .transpose(1, 2).reshape(B, T, C).
export function dqkv({ B, T, C, dq, dk, dv }: Scope): Tensor {
  // answer (B, T, 3C)
  return cat(
    [
      dq.transpose(1, 2).reshape(B, T, C),
      dk.transpose(1, 2).reshape(B, T, C),
      dv.transpose(1, 2).reshape(B, T, C),
    ],
    -1,
  )
  // end answer
}

// %% Wqkv feeds qkv = ln1.matmul(Wqkv).add(bqkv)
// hint: As dWfc.
// hint: You need (C, 3C), made from ln1 and dqkv, with all places as rows.
// hint: ln1.view(-1, C).T.matmul(...): inside it, dqkv with the same rows.
export function dWqkv({ C, ln1, dqkv }: Scope): Tensor {
  // answer (C, 3C)
  return ln1.view(-1, C).T.matmul(dqkv.view(-1, 3 * C))
  // end answer
}

// %% bqkv feeds qkv = ln1.matmul(Wqkv).add(bqkv)
// hint: As dbfc.
// hint: Sum over all places.
// hint: dqkv.sum([...]), so that (3C) is left.
export function dbqkv({ dqkv }: Scope): Tensor {
  // answer (3C)
  return dqkv.sum([0, 1])
  // end answer
}

// %% ln1 feeds qkv = ln1.matmul(Wqkv).add(bqkv)
// hint: As dln2.
// hint: You need (B, T, C), made from (B, T, 3C) and (C, 3C).
// hint: dqkv.matmul(...): something of shape (3C, C).
export function dln1({ Wqkv, dqkv }: Scope): Tensor {
  // answer (B, T, C)
  return dqkv.matmul(Wqkv.T)
  // end answer
}

// %% ln1w feeds ln1 = ln1_hat.mul(ln1w).add(ln1b)
// hint: As dln2w.
// hint: The other factor, times the upstream gradient, summed over all places.
// hint: ln1_hat.mul(...).sum([...]), so that (C) is left.
export function dln1w({ ln1_hat, dln1 }: Scope): Tensor {
  // answer (C)
  return ln1_hat.mul(dln1).sum([0, 1])
  // end answer
}

// %% ln1b feeds ln1 = ln1_hat.mul(ln1w).add(ln1b)
// hint: As dln2b.
// hint: Sum over all places.
// hint: dln1.sum([...]), so that (C) is left.
export function dln1b({ dln1 }: Scope): Tensor {
  // answer (C)
  return dln1.sum([0, 1])
  // end answer
}

// %% x0 feeds x1 = x0.add(y.matmul(Wproj).add(bproj)) and ln1_diff = x0.sub(x0.mean(-1, ...))
// hint: As dx1: around the attention, and into it.
// hint: Around it comes dx1 as it is. Out of it comes layer norm at once.
// hint: dx1.add(layerNormBack(..., ln1_hat, ln1_rstd))
export function dx0({ ln1w, ln1_hat, ln1_rstd, dx1, dln1 }: Scope): Tensor {
  // answer (B, T, C)
  return dx1.add(layerNormBack(dln1.mul(ln1w), ln1_hat, ln1_rstd))
  // end answer
}

// %% [markdown]
// ## The embeddings

// %% wpe feeds x0 = wte.index(X).add(wpe.index(arange(T)))
// hint: One row for each position, and all rows of the batch share it. The last rows of wpe weren't used at all.
// hint: Sum dx0 over the batch, so that (T, C) is left, and add it to zeros in the shape of wpe, at the rows that were
//       used.
// hint: zerosLike(wpe).indexAdd(arange(T), ...)
export function dwpe({ T, wpe, dx0 }: Scope): Tensor {
  // answer (block, C)
  return zerosLike(wpe).indexAdd(arange(T), dx0.sum(0))
  // end answer
  // wrong (-): return zerosLike(wpe).indexAdd(arange(T), dx0.mean(0))
}

// %% wte feeds x0 = wte.index(X).add(wpe.index(arange(T))) and logits = kept.matmul(wte.T)
// hint: The tied head of exercise 11: two uses, so two parts to add.
// hint: As an embedding, each row collects dx0 from every place where its letter is. In the head, it's a factor of a
//       product: you need (V, C), made from dlogits (n, V) and kept (n, C).
// hint: zerosLike(wte).indexAdd(X, ...) is the one part. The other is dlogits, transposed, then .matmul(...).
export function dwte({ X, wte, kept, dx0, dlogits }: Scope): Tensor {
  // answer (V, C)
  return zerosLike(wte).indexAdd(X, dx0).add(dlogits.T.matmul(kept))
  // end answer
  // wrong (-): return zerosLike(wte).indexPut(X, dx0).add(dlogits.T.matmul(kept))
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

// %% include adam.ts
export * from './adam.ts'
import type { AdamOptions, AdamState } from './adam.ts'

// %% One step of Adam
// hint: t is one more than before. Then the two running averages, their corrections, and the step.
// hint: m counts beta1 of the old average and 1 - beta1 of the gradient; v likewise, with beta2 and the square. Each is
//       divided by 1 minus its beta to the power t, for this step alone.
// hint: The step is m_hat divided by the root of v_hat plus eps, times lr: subtract it from state.p. Return { p, m, v, t }
//       with m and v as they were before the correction.
export function adam(state: AdamState, grad: Tensor, { lr, beta1, beta2, eps }: AdamOptions): AdamState {
  // answer
  const t = state.t + 1
  const m = state.m.mul(beta1).add(grad.mul(1 - beta1))
  const v = state.v.mul(beta2).add(grad.pow(2).mul(1 - beta2))
  const m_hat = m.div(1 - beta1 ** t)
  const v_hat = v.div(1 - beta2 ** t)
  return { p: state.p.sub(m_hat.div(v_hat.sqrt().add(eps)).mul(lr)), m, v, t }
  // end answer
  // wrong (sign, factor):
  //   const t = state.t + 1
  //   const m = state.m.mul(beta1).add(grad.mul(1 - beta1))
  //   const v = state.v.mul(beta2).add(grad.pow(2).mul(1 - beta2))
  //   const move = m.div(1 - beta1 ** t).div(v.div(1 - beta2 ** t).sqrt().add(eps)).mul(lr)
  //   return { p: state.p.add(move), m, v, t }
  //   > Your step goes up. `m` points to where the loss grows: subtract the step.
  // wrong (stale or aliased):
  //   const t = state.t + 1
  //   const m = state.m.mul(beta1).add(grad.mul(1 - beta1))
  //   const v = state.v.mul(beta2).add(grad.pow(2).mul(1 - beta2))
  //   const move = m.div(1 - beta1 ** t).div(v.div(1 - beta2 ** t).sqrt().add(eps)).mul(lr)
  //   return { p: state.p.sub(move), m, v, t: state.t }
  //   > You don't count the steps: the t that you return is the old one. Return t with 1 added.
  // wrong (stale or aliased):
  //   const { t } = state
  //   const m = state.m.mul(beta1).add(grad.mul(1 - beta1))
  //   const v = state.v.mul(beta2).add(grad.pow(2).mul(1 - beta2))
  //   const move = m.div(1 - beta1 ** t).div(v.div(1 - beta2 ** t).sqrt().add(eps)).mul(lr)
  //   return { p: state.p.sub(move), m, v, t: t + 1 }
  //   > You correct with the number of the step before. In the first step that is 0, and you divide by 0. Add 1 to t
  //   > first.
  // wrong (stale or aliased):
  //   const t = state.t + 1
  //   const m = state.m.mul(beta1).add(grad.mul(1 - beta1)).div(1 - beta1 ** t)
  //   const v = state.v.mul(beta2).add(grad.pow(2).mul(1 - beta2)).div(1 - beta2 ** t)
  //   return { p: state.p.sub(m.div(v.sqrt().add(eps)).mul(lr)), m, v, t }
  //   > You keep the corrected averages, so the next step corrects them again. Return `m` and `v` as they were before the
  //   > correction.
  // wrong (sign, factor):
  //   const t = state.t + 1
  //   const m = state.m.mul(beta1).add(grad.mul(1 - beta1))
  //   const v = state.v.mul(beta2).add(grad.pow(2).mul(1 - beta2))
  //   const move = m.div(1 - beta1 ** 2).div(v.div(1 - beta2 ** 2).sqrt().add(eps)).mul(lr)
  //   return { p: state.p.sub(move), m, v, t }
  //   > Your exponent is always 2. It's the number of the step: the correction fades as t grows.
  // wrong (a use forgotten):
  //   const t = state.t + 1
  //   const m = state.m.mul(beta1).add(grad.mul(1 - beta1))
  //   const v = state.v.mul(beta2).add(grad.pow(2).mul(1 - beta2))
  //   return { p: state.p.sub(m.div(v.sqrt().add(eps)).mul(lr)), m, v, t }
  //   > The correction is missing. Use the corrected averages in the step.
  // wrong (order):
  //   const t = state.t + 1
  //   const m = state.m.mul(beta1).add(grad.mul(1 - beta1))
  //   const v = state.v.mul(beta2).add(grad.pow(2).mul(1 - beta2))
  //   const move = m.div(1 - beta1 ** t).div(v.div(1 - beta2 ** t).add(eps).sqrt()).mul(lr)
  //   return { p: state.p.sub(move), m, v, t }
  //   > Your eps is inside the root, where 1e-8 becomes 1e-4. Take the root first, then add eps.
  // wrong (a use forgotten):
  //   const t = state.t + 1
  //   const m = state.m.mul(beta1).add(grad.mul(1 - beta1))
  //   const v = state.v.mul(beta2).add(grad.pow(2).mul(1 - beta2))
  //   const move = m.div(1 - beta1 ** t).div(v.div(1 - beta2 ** t).sqrt().add(eps))
  //   return { p: state.p.sub(move), m, v, t }
  //   > The learning rate is missing. Multiply the step by `lr`.
  // wrong (-): return { ...state, p: state.p.sub(grad.mul(lr)), t: state.t + 1 }
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

// %% check
import { type Check, type CheckSource, chart } from 'backprop-ninja'

type Learner = { readonly adam: typeof adam } & Parameters<NonNullable<typeof recipe.gradients>>[0]

export const check: Check<Learner> = (learner, { g }) => {
  const between = (low: number, high: number): number => low + (high - low) * g.random()
  const options: AdamOptions = {
    lr: between(0.05, 0.2),
    beta1: between(0.6, 0.8),
    beta2: between(0.85, 0.95),
    eps: between(0.1, 0.3),
  }
  const { lr, beta1, beta2, eps } = options
  const [p, grad] = [g.randn(2, 3), g.randn(2, 3)]
  const t = 3 + Math.floor(4 * g.random())
  const [m, v] = [g.randn(2, 3), g.randn(2, 3).square().add(0.1)]
  return [
    {
      name: 'adam, the first step from zeros',
      blank: 'adam',
      learner: () =>
        learner.adam({ p: p.clone(), m: zerosLike(p), v: zerosLike(p), t: 0 }, grad.clone(), options).p,
      expected: () => p.sub(grad.div(grad.abs().add(eps)).mul(lr)),
      at: { lr, beta1, beta2, eps },
    },
    {
      name: 'adam, from a later state: p, m, v, t',
      blank: 'adam',
      learner: () => {
        const state = { p: p.clone(), m: m.clone(), v: v.clone(), t }
        const next = learner.adam(state, grad.clone(), options)
        return [next.p, next.m, next.v, next.t]
      },
      at: { lr, beta1, beta2, eps, t },
    },
  ]
}

/** A short training, so that you see it learn. */
export function picture(learner: Learner, { g, names }: CheckSource): string {
  const steps = 150
  const settings = { steps: 10 * steps, batch: 16, lr: 0.01, seed: 1, layers: 1, heads: 2, headSize: 4 }
  const batchAt = recipe.batches(settings, names)
  const { run, state } = recipe.optimiser!
  let parameters = recipe.parameters(settings, { g, names })
  let kept = Object.fromEntries(Object.entries(parameters).map(([name, p]) => [name, state!(p)]))
  const losses = Array.from({ length: steps }, (_, step) => {
    const [{ batch }] = batchAt(step, g)
    const { loss, gradients } = recipe.gradients!(learner, { ...parameters, ...batch })
    const lr = recipe.rate(settings, warmup + step)
    const next = Object.entries(parameters).map(
      ([name, p]) =>
        [name, run(learner, { p, state: kept[name], grad: gradients[name], lr, step })] as const,
    )
    parameters = Object.fromEntries(next.map(([name, { p }]) => [name, p]))
    kept = Object.fromEntries(next.map(([name, { state }]) => [name, state]))
    return loss.item()
  })
  const means = losses.map((_, i) => losses.slice(Math.max(0, i - 9), i + 1))
  return [
    `The first ${steps} steps of a small one, with your gradients:`,
    '',
    chart(
      { x: losses.map((_, i) => i + 1), y: means.map(last => last.reduce((a, b) => a + b) / last.length) },
      { height: 10, x: { label: 'step' }, y: { label: 'loss' } },
    ),
    '',
    'The real training takes 8,000 steps, with a larger network:  npx ninja train gpt',
  ].join('\n')
}

// %% recipe
import { type Chunk, generator, type Inputs as Given, type LearnerModule, type Names, type Recipe, type Tensors } from 'backprop-ninja'

/** The most positions that a row may have. */
const positions = 16
/** Steps in which the learning rate rises. */
const warmup = 300
/** Names at once when the loss is measured. */
const chunk = 128

/** The parameters of a block, by the names that `block` has for them. */
const ofBlock = [
  'ln1w', 'ln1b', 'Wqkv', 'bqkv', 'Wproj', 'bproj', 'ln2w', 'ln2b', 'Wfc', 'bfc', 'Wfcproj', 'bfcproj',
] as const
const nameIn = (layer: number, name: string): string => `layer${layer}.${name}`

/** What the exercise's own forward pass takes, with the parameters of one of the layers. */
function givenTo(layer: number, inputs: Given): Inputs {
  const shared = Object.entries(inputs).filter(([name]) => !name.startsWith('layer'))
  const own = ofBlock.map(name => [name, inputs[nameIn(layer, name)]])
  return Object.fromEntries([...shared, ...own]) as unknown as Inputs
}

const layersIn = (inputs: Given): number => Object.keys(inputs).filter(name => name.endsWith('.Wqkv')).length

/** All layers: what each block was given and made, and what the head made. */
function through(inputs: Given) {
  const embedded = embed(inputs as unknown as Inputs)
  const blocks: (Inputs & typeof embedded & ReturnType<typeof block>)[] = []
  let { x0 } = embedded
  for (let layer = 0; layer < layersIn(inputs); layer++) {
    const given = { ...givenTo(layer, inputs), x0 }
    blocks.push({ ...given, ...block(given) })
    x0 = blocks[layer].x2
  }
  return { blocks, headed: head({ ...(inputs as unknown as Inputs), x2: x0 }) }
}

/** Values by name, and behind them the learner's gradients, each computed when it's first read. */
function scopeOf(learner: LearnerModule, values: Record<string, unknown>): Tensors {
  const scope: Tensors = new Proxy(values as Record<string, Tensor>, {
    get: (made, name: string) => (made[name] ??= learner[name](scope)),
  })
  return scope
}

const listOf = ({ text }: Names): string[] => text.trimEnd().split('\n')

/** As wide as the longest of them. */
const batchOf = (list: readonly string[], { numbers, vocabulary }: Names, heads: number, headSize: number) => {
  const longest = Math.max(...list.map(({ length }) => length))
  const rows = rowsOf(list, Math.min(positions, longest + 1), numbers)
  return { ...rows, C: heads * headSize, NH: heads, V: vocabulary.length, hs: headSize }
}

export const recipe: Recipe<'layers' | 'heads' | 'headSize'> = {
  options: {
    steps: { what: 'training steps', usual: 8000, least: 1, most: 1e9 },
    batch: { what: 'names in each step', usual: 32, least: 2, most: 10_000 },
    layers: { what: 'blocks', usual: 2, least: 1, most: 20 },
    heads: { what: 'heads in each block', usual: 4, least: 1, most: 64 },
    headSize: { what: 'numbers in each head', usual: 8, least: 1, most: 256 },
    lr: { what: 'learning rate', usual: 7e-3, least: 0, most: 1e30 },
  },
  sizes: ({ batch, heads, headSize }) => ({
    B: batch,
    T: positions,
    C: heads * headSize,
    NH: heads,
    block: positions,
  }),
  largest: ({ batch, heads, headSize }) => batch * positions * 4 * heads * Math.max(headSize, positions / 4),
  parameters({ layers, heads, headSize }, { g, names }) {
    const C = heads * headSize
    const normal = (rows: number, columns: number, by = 1): Tensor => g.randn(rows, columns).mul(0.08 * by)
    // what the blocks add to the residual path sums up to the same, however many they are
    const last = (2 * layers) ** -0.5
    const zero = (size: number): Tensor => tensor(new Array(size).fill(0))
    const one = (): Tensor => zero(C).add(1)
    const made: Record<string, Tensor> = { wte: normal(names.vocabulary.length, C), wpe: normal(positions, C) }
    for (let layer = 0; layer < layers; layer++) {
      const own: Record<(typeof ofBlock)[number], Tensor> = {
        ln1w: one(),
        ln1b: zero(C),
        Wqkv: normal(C, 3 * C),
        bqkv: zero(3 * C),
        Wproj: normal(C, C, last),
        bproj: zero(C),
        ln2w: one(),
        ln2b: zero(C),
        Wfc: normal(C, 4 * C),
        bfc: zero(4 * C),
        Wfcproj: normal(4 * C, C, last),
        bfcproj: zero(C),
      }
      for (const name of ofBlock) made[nameIn(layer, name)] = own[name]
    }
    return { ...made, lnfw: one(), lnfb: zero(C) }
  },
  // Passes over all names, each in an order of its own. Where a step is in them, its number alone decides.
  batches({ batch, heads, headSize, seed }, names) {
    const list = listOf(names)
    const shuffled = new Map<number, Float64Array>()
    const nameAt = (count: number): string => {
      const pass = Math.floor(count / list.length)
      if (!shuffled.has(pass)) {
        shuffled.delete(pass - 2)
        shuffled.set(pass, generator(seed + 7919 * pass).permutation(list.length).data)
      }
      return list[shuffled.get(pass)![count % list.length]]
    }
    return step => {
      const drawn = Array.from({ length: batch }, (_, row) => nameAt(step * batch + row))
      const half = Math.ceil(batch / 2)
      const parts = [drawn.slice(0, half), drawn.slice(half)].map(part => batchOf(part, names, heads, headSize))
      const count = parts.reduce((sum, { n }) => sum + n, 0)
      return parts.map(part => ({ batch: part, weight: part.n / count }))
    }
  },
  forward(inputs) {
    const { blocks, headed } = through(inputs)
    return { ...headed, ...Object.fromEntries(blocks.map(({ att }, layer) => [nameIn(layer, 'att'), att])) }
  },
  gradients(learner, inputs) {
    const { blocks, headed } = through(inputs)
    const gradients: Record<string, Tensor> = {}
    // What a block finds made already: of the head, and its own dx2 if there's a block above it.
    let above: Record<string, Tensor> = { dloss: tensor(1) }
    for (let layer = blocks.length - 1; layer >= 0; layer--) {
      const scope = scopeOf(learner, { ...blocks[layer], ...headed, ...above })
      if (layer === blocks.length - 1) {
        const { dlnfw: lnfw, dlnfb: lnfb } = scope
        Object.assign(gradients, { lnfw, lnfb })
      }
      for (const name of ofBlock) gradients[nameIn(layer, name)] = scope[`d${name}`]
      if (layer === 0) Object.assign(gradients, { wte: scope.dwte, wpe: scope.dwpe })
      above = { ...above, dlogits: scope.dlogits, dx2: scope.dx0 }
    }
    return { loss: headed.loss, gradients }
  },
  // The network of each block alone, between the embeddings and the head.
  cases: inputs =>
    Array.from({ length: layersIn(inputs) }, (_, layer) => givenTo(layer, inputs) as unknown as Given),
  optimiser: {
    by: 'adam',
    returns: 'Adam\u2019s step',
    state: p => ({ m: zerosLike(p), v: zerosLike(p) }),
    run({ adam }, { p, state: { m, v }, grad, lr, step }) {
      const next: AdamState = adam({ p, m, v, t: step }, grad, { lr, beta1: 0.9, beta2: 0.99, eps: 1e-8 })
      return { p: next.p, state: { m: next.m, v: next.v } }
    },
  },
  rate: ({ steps, lr }, step) => lr * Math.min(1, (step + 1) / warmup) * (1 - step / steps),
  examples({ heads, headSize }, names) {
    const list = listOf(names).sort((a, b) => a.length - b.length)
    return Array.from({ length: Math.ceil(list.length / chunk) }, (_, i): Chunk => {
      const batch = batchOf(list.slice(i * chunk, (i + 1) * chunk), names, heads, headSize)
      return { batch, count: batch.n }
    })
  },
  evaluate: ({ parameters }, batch) => through({ ...parameters, ...batch }).headed.loss,
  scores({ parameters, settings: { heads, headSize } }, name) {
    const row = [0, ...name].slice(-positions)
    const T = row.length
    const future = arange(T).view(T, 1).lt(arange(T))
    const batch = { B: 1, T, C: heads * headSize, NH: heads, hs: headSize, n: 1, X: tensor([row]), future }
    const last = { real: tensor([T - 1]), Y: tensor([0]) }
    return through({ ...parameters, ...batch, ...last }).headed.logits
  },
  pictures({ network: { settings }, values, vocabulary }) {
    const [X, real] = [values.X as Tensor, values.real as Tensor]
    // the first name, without what it's filled up with
    const long = real.data.filter(place => place < X.shape[1]).length
    const columns = [...X.data.slice(0, long)].map(letter => vocabulary[letter])
    return Array.from({ length: settings.layers }, (_, layer) => {
      const att = values[nameIn(layer, 'att')] as Tensor
      return {
        file: `attention${layer + 1}`,
        what: `the attention of block ${layer + 1}, for the first name of the last batch`,
        title: `attention of block ${layer + 1}, head by head: each row's letter looks at the columns`,
        table: att.slice(0, 0, 1).slice(2, 0, long).slice(3, 0, long).view(-1, long, long),
        rows: 'the same letters',
        columns,
        inTerminal: layer === settings.layers - 1,
      }
    })
  },
}
