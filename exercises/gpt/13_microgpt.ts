// %% [markdown]
// # 13 · microGPT
//
// Andrej Karpathy's **microgpt.py** (2026) is a whole GPT in one short file of Python, with nothing imported
// but Python's own modules. A small autograd computes each gradient, number by number. Here the same network
// is made of tensors, and you take the place of the autograd.
//
// One step learns from one name, which microgpt.py calls a document. It begins and ends with a full stop:
//
//     X    .  e  m  m  a          what the network sees, T characters
//     Y    e  m  m  a  .          what comes next
//
// All T guesses are made at once. The mask of exercise 07 makes sure that none of them sees what comes after
// it. The loss is the mean over the T guesses.
//
// ## What differs from GPT-2
//
//                         GPT-2 (exercise 10)               microGPT
//     norm                layer norm, gain and bias         RMS norm, no weights at all
//     where               before attention and MLP, and     the same, and one right after the
//                         one before the head               embeddings instead of the last
//     activation          GELU                              ReLU
//     biases              everywhere                        none
//     head                tied to `wte`                     `lm_head`, with weights of its own
//     a weight's shape    (in, out)                         (out, in), so it's transposed
//     q, k, v             one product, cut in three         three products
//
// It has 4,192 parameters: one layer, C = 16, NH = 4 heads, and at most 16 positions.
//
//     tok + pos --> norm --> x0 --+-------------------------> add --> x1 --+--------------------> add --> x2
//                                 |                            ^           |                       ^
//                                 +--> norm --> attention -----+           +--> norm --> MLP ------+
//
// The weights are (out, in) here, as in PyTorch's `nn.Linear`, so the forward pass multiplies by `w.T`. Going
// backwards, the products look a little different from those you know. Let the shapes guide you.
//
// ## The same numbers
//
// With the gradients of this exercise and the step of exercise 12, from the same weights and with the same
// names in the same order, the losses are those of microgpt.py. They begin like this:
//
//     step        1         2         3         4         5    ...     1,000
//     loss   3.3660    3.4243    3.1778    3.0664    3.2209           2.6497
//
// All 1,000 are the same to the 12th digit, and so are the 4,192 parameters at the end. One of ninja's own
// tests trains it and compares. So once your lines are right, you have derived by hand all that a GPT needs
// to learn.

// %%
import {
  arange, crossEntropy, oneHot, type ScopeOf, softmax, type Source, tensor, type Tensor, TODO, zerosLike,
} from 'backprop-ninja'

// %% The weights, and one name
/** `block`: the most positions that a name may take. */
export const sizes = {
  usual: { block: 16, T: 6, C: 16, NH: 4 },
  other: { block: 7, T: 5, C: 6, NH: 2 },
  square: { block: 9, T: 4, C: 12, NH: 4 },
}

export function inputs({ block, T, C, NH }: typeof sizes.usual, { g, names }: Source) {
  const V = names.vocabulary.length
  const hs = C / NH
  // the first T letters of a name that has as many: number 0 is the full stop
  const long = names.text.split('\n').filter(name => name.length >= T)
  const name = long[g.randint(0, long.length, [1]).item()]
  const letters = tensor([0, ...[...name.slice(0, T)].map(letter => names.vocabulary.indexOf(letter))])
  const X = letters.slice(0, 0, T)                         // (T)
  const Y = letters.slice(0, 1)                            // (T)
  const future = arange(T).view(T, 1).lt(arange(T))        // (T, T): true above the diagonal
  const wte = g.randn(V, C).mul(0.4)                       // (V, C)
  const wpe = g.randn(block, C).mul(0.4)                   // (block, C)
  const attn_wq = g.randn(C, C).mul(C ** -0.5)             // (C, C)
  const attn_wk = g.randn(C, C).mul(C ** -0.5)             // (C, C)
  const attn_wv = g.randn(C, C).mul(C ** -0.5)             // (C, C)
  const attn_wo = g.randn(C, C).mul(C ** -0.5)             // (C, C)
  const mlp_fc1 = g.randn(4 * C, C).mul(C ** -0.5)         // (4C, C)
  const mlp_fc2 = g.randn(C, 4 * C).mul((4 * C) ** -0.5)   // (C, 4C)
  const lm_head = g.randn(V, C).mul(C ** -0.5)             // (V, C)
  return {
    T, C, NH, V, hs, X, Y, future, wte, wpe, attn_wq, attn_wk, attn_wv, attn_wo, mlp_fc1, mlp_fc2, lm_head,
  }
}

// %% The forward pass
export function forward({
  T, C, NH, hs, X, Y, future, wte, wpe, attn_wq, attn_wk, attn_wv, attn_wo, mlp_fc1, mlp_fc2, lm_head,
}: ReturnType<typeof inputs>) {
  // the embeddings, and their norm
  const tok = wte.index(X)                                             // (T, C)
  const pos = wpe.index(arange(T))                                     // (T, C)
  const emb = tok.add(pos)                                             // (T, C)
  const rrms0 = emb.pow(2).mean(-1, { keepdim: true }).add(1e-5).pow(-0.5) // (T, 1)
  const x0 = emb.mul(rrms0)                                            // (T, C)
  // attention
  const rrms1 = x0.pow(2).mean(-1, { keepdim: true }).add(1e-5).pow(-0.5) // (T, 1)
  const hat1 = x0.mul(rrms1)                                           // (T, C)
  const q = hat1.matmul(attn_wq.T).view(T, NH, hs).transpose(0, 1)     // (NH, T, hs)
  const k = hat1.matmul(attn_wk.T).view(T, NH, hs).transpose(0, 1)     // (NH, T, hs)
  const v = hat1.matmul(attn_wv.T).view(T, NH, hs).transpose(0, 1)     // (NH, T, hs)
  const scores = q.matmul(k.transpose(-2, -1))                         // (NH, T, T)
  const att = scores.mul(hs ** -0.5).maskedFill(future, -Infinity).softmax(-1) // (NH, T, T)
  const y = att.matmul(v).transpose(0, 1).reshape(T, C)                // (T, C)
  const x1 = x0.add(y.matmul(attn_wo.T))                               // (T, C)
  // the MLP
  const rrms2 = x1.pow(2).mean(-1, { keepdim: true }).add(1e-5).pow(-0.5) // (T, 1)
  const hat2 = x1.mul(rrms2)                                           // (T, C)
  const fc = hat2.matmul(mlp_fc1.T)                                    // (T, 4C)
  const act = fc.relu()                                                // (T, 4C)
  const x2 = x1.add(act.matmul(mlp_fc2.T))                             // (T, C)
  // the head, and cross-entropy
  const logits = x2.matmul(lm_head.T)                                  // (T, V)
  const loss = crossEntropy(logits, Y)                                 // a single number
  return {
    tok, pos, emb, rrms0, x0, rrms1, hat1, q, k, v, scores, att, y, x1, rrms2, hat2, fc, act, x2, logits, loss,
  }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## RMS norm at once
//
// In exercise 02 you went through RMS norm step by step. Put your lines together, and what's left is one
// formula, for each position by itself:
//
//     dx[c]  =  rrms * (dxhat[c] - xhat[c] * (the mean over the columns j of xhat[j] * dxhat[j]))
//
// The eps is in rrms already, so the formula is exact. You need it three times. Two of the three tensors are
// used once more, because a way leads around attention and MLP, so something is added there.
//
// ## Going backwards
//
// From the loss to the embeddings, 24 gradients. You have derived them all before.

// %% logits feeds loss = crossEntropy(logits, Y)
export function dlogits({ T, V, Y, logits }: Scope): Tensor {
  return TODO() // (T, V)
}

// %% lm_head feeds logits = x2.matmul(lm_head.T)
export function dlm_head({ x2, dlogits }: Scope): Tensor {
  return TODO() // (V, C)
}

// %% x2 feeds logits = x2.matmul(lm_head.T)
export function dx2({ lm_head, dlogits }: Scope): Tensor {
  return TODO() // (T, C)
}

// %% mlp_fc2 feeds x2 = x1.add(act.matmul(mlp_fc2.T))
export function dmlp_fc2({ act, dx2 }: Scope): Tensor {
  return TODO() // (C, 4C)
}

// %% act feeds x2 = x1.add(act.matmul(mlp_fc2.T))
export function dact({ mlp_fc2, dx2 }: Scope): Tensor {
  return TODO() // (T, 4C)
}

// %% fc feeds act = fc.relu()
export function dfc({ fc, dact }: Scope): Tensor {
  return TODO() // (T, 4C)
}

// %% mlp_fc1 feeds fc = hat2.matmul(mlp_fc1.T)
export function dmlp_fc1({ hat2, dfc }: Scope): Tensor {
  return TODO() // (4C, C)
}

// %% hat2 feeds fc = hat2.matmul(mlp_fc1.T)
export function dhat2({ mlp_fc1, dfc }: Scope): Tensor {
  return TODO() // (T, C)
}

// %% x1 feeds x2 = x1.add(act.matmul(mlp_fc2.T)) and hat2 = x1.mul(rrms2)
// rrms2 is made of x1, too
export function dx1({ rrms2, hat2, dx2, dhat2 }: Scope): Tensor {
  return TODO() // (T, C)
}

// %% attn_wo feeds x1 = x0.add(y.matmul(attn_wo.T))
export function dattn_wo({ y, dx1 }: Scope): Tensor {
  return TODO() // (C, C)
}

// %% y feeds x1 = x0.add(y.matmul(attn_wo.T))
export function dy({ attn_wo, dx1 }: Scope): Tensor {
  return TODO() // (T, C)
}

// %% v feeds y = att.matmul(v).transpose(0, 1).reshape(T, C)
export function dv({ T, NH, hs, att, dy }: Scope): Tensor {
  return TODO() // (NH, T, hs)
}

// %% att feeds y = att.matmul(v).transpose(0, 1).reshape(T, C)
export function datt({ T, NH, hs, v, dy }: Scope): Tensor {
  return TODO() // (NH, T, T)
}

// %% scores feeds att = scores.mul(hs ** -0.5).maskedFill(future, -Infinity).softmax(-1)
export function dscores({ hs, att, datt }: Scope): Tensor {
  return TODO() // (NH, T, T)
}

// %% q feeds scores = q.matmul(k.transpose(-2, -1))
export function dq({ k, dscores }: Scope): Tensor {
  return TODO() // (NH, T, hs)
}

// %% k feeds scores = q.matmul(k.transpose(-2, -1))
export function dk({ q, dscores }: Scope): Tensor {
  return TODO() // (NH, T, hs)
}

// %% attn_wq feeds q = hat1.matmul(attn_wq.T).view(T, NH, hs).transpose(0, 1)
export function dattn_wq({ T, C, hat1, dq }: Scope): Tensor {
  return TODO() // (C, C)
}

// %% attn_wk feeds k = hat1.matmul(attn_wk.T).view(T, NH, hs).transpose(0, 1)
export function dattn_wk({ T, C, hat1, dk }: Scope): Tensor {
  return TODO() // (C, C)
}

// %% attn_wv feeds v = hat1.matmul(attn_wv.T).view(T, NH, hs).transpose(0, 1)
export function dattn_wv({ T, C, hat1, dv }: Scope): Tensor {
  return TODO() // (C, C)
}

// %% hat1 feeds q, k and v
export function dhat1({ T, C, attn_wq, attn_wk, attn_wv, dq, dk, dv }: Scope): Tensor {
  return TODO() // (T, C)
}

// %% x0 feeds x1 = x0.add(y.matmul(attn_wo.T)) and hat1 = x0.mul(rrms1)
// rrms1 is made of x0, too
export function dx0({ rrms1, hat1, dx1, dhat1 }: Scope): Tensor {
  return TODO() // (T, C)
}

// %% emb feeds x0 = emb.mul(rrms0)
// rrms0 is made of emb, too
export function demb({ rrms0, x0, dx0 }: Scope): Tensor {
  return TODO() // (T, C)
}

// %% wte feeds tok = wte.index(X)
export function dwte({ X, wte, demb }: Scope): Tensor {
  return TODO() // (V, C)
}

// %% wpe feeds pos = wpe.index(arange(T))
export function dwpe({ T, wpe, demb }: Scope): Tensor {
  return TODO() // (block, C)
}
