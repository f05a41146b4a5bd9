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
  arange,
  crossEntropy,
  oneHot,
  type ScopeOf,
  type Source,
  softmax,
  type Tensor,
  tensor,
  zerosLike,
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
// tex: \name{dx}_c = \name{rrms} \cdot \Big( \name{dxhat}_c - \name{xhat}_c \cdot \frac{1}{C} \sum_j
//   \name{xhat}_j\, \name{dxhat}_j \Big)
//
// The eps is in rrms already, so the formula is exact. You need it three times. Two of the three tensors are
// used once more, because a way leads around attention and MLP, so something is added there.
//
// ## Going backwards
//
// From the loss to the embeddings, 24 gradients. You have derived them all before.

// %% logits feeds loss = crossEntropy(logits, Y)
// hint: Exercise 08 of the track `makemore`. The loss is the mean over T guesses.
// hint: The probability of each character, minus 1 for the right one. Each guess counts 1/T.
// hint: `softmax(logits, -1)`, minus `oneHot(..., V)`, then `.div(...)`.
export function dlogits({ T, V, Y, logits }: Scope): Tensor {
  // answer (T, V)
  return softmax(logits, -1).sub(oneHot(Y, V)).div(T)
  // end answer
  // wrong (-): return softmax(logits, -1).sub(oneHot(Y, V)).div(V)
}

// %% lm_head feeds logits = x2.matmul(lm_head.T)
// hint: lm_head[i][c] takes part in score i of each position. There it meets x2[t][c].
// hint: Sum over the positions t: dlogits[t][i] times x2[t][c]. You need (V, C).
// hint: Something of shape (V, T), then `.matmul(...)`.
export function dlm_head({ x2, dlogits }: Scope): Tensor {
  // answer (V, C)
  return dlogits.T.matmul(x2)
  // end answer
}

// %% x2 feeds logits = x2.matmul(lm_head.T)
// hint: Sum over the scores. Which of the two factors is already the right way round?
// hint: You need (T, C), made from (T, V) and (V, C).
// hint: `dlogits.matmul(...)`: nothing is transposed.
export function dx2({ lm_head, dlogits }: Scope): Tensor {
  // answer (T, C)
  return dlogits.matmul(lm_head)
  // end answer
}

// %% mlp_fc2 feeds x2 = x1.add(act.matmul(mlp_fc2.T))
// hint: A sum passes its gradient on to both terms as it is. So it's the product that matters, as in dlm_head.
// hint: You need (C, 4C), made from act (T, 4C) and dx2 (T, C). Sum over the positions.
// hint: Something of shape (C, T), then `.matmul(...)`.
export function dmlp_fc2({ act, dx2 }: Scope): Tensor {
  // answer (C, 4C)
  return dx2.T.matmul(act)
  // end answer
}

// %% act feeds x2 = x1.add(act.matmul(mlp_fc2.T))
// hint: As dx2, one product earlier.
// hint: You need (T, 4C), made from dx2 (T, C) and mlp_fc2 (C, 4C).
// hint: `dx2.matmul(...)`: nothing is transposed.
export function dact({ mlp_fc2, dx2 }: Scope): Tensor {
  // answer (T, 4C)
  return dx2.matmul(mlp_fc2)
  // end answer
}

// %% fc feeds act = fc.relu()
// hint: What passed as it was has the slope 1. What became 0 has the slope 0.
// hint: Multiply the upstream gradient by 1 where fc is above 0, and by 0 elsewhere. A comparison gives you
//       these numbers.
// hint: `dact.mul(...)`: inside it, fc compared with 0 by `.gt(...)`.
export function dfc({ fc, dact }: Scope): Tensor {
  // answer (T, 4C)
  return dact.mul(fc.gt(0))
  // end answer
}

// %% mlp_fc1 feeds fc = hat2.matmul(mlp_fc1.T)
// hint: As dmlp_fc2, one product earlier.
// hint: You need (4C, C), made from hat2 (T, C) and dfc (T, 4C). Sum over the positions.
// hint: Something of shape (4C, T), then `.matmul(...)`.
export function dmlp_fc1({ hat2, dfc }: Scope): Tensor {
  // answer (4C, C)
  return dfc.T.matmul(hat2)
  // end answer
}

// %% hat2 feeds fc = hat2.matmul(mlp_fc1.T)
// hint: As dact: the other factor of the product.
// hint: You need (T, C), made from dfc (T, 4C) and mlp_fc1 (4C, C).
// hint: `dfc.matmul(...)`: nothing is transposed.
export function dhat2({ mlp_fc1, dfc }: Scope): Tensor {
  // answer (T, C)
  return dfc.matmul(mlp_fc1)
  // end answer
}

// %% x1 feeds x2 = x1.add(act.matmul(mlp_fc2.T)) and hat2 = x1.mul(rrms2)
// rrms2 is made of x1, too
// hint: Two ways lead on from x1: around the MLP, and through the norm into it. Add what comes back.
// hint: Around the MLP comes dx2 as it is. Through the norm comes the formula above, with rrms2, hat2 and
//       dhat2.
// hint: The mean is `hat2.mul(dhat2).mean(-1, { keepdim: true })`. Then `dx2.add(...)`: rrms2 times the bracket
//       of the formula.
export function dx1({ rrms2, hat2, dx2, dhat2 }: Scope): Tensor {
  // answer (T, C)
  const mean = hat2.mul(dhat2).mean(-1, { keepdim: true })
  return dx2.add(rrms2.mul(dhat2.sub(hat2.mul(mean))))
  // end answer
}

// %% attn_wo feeds x1 = x0.add(y.matmul(attn_wo.T))
// hint: As dmlp_fc2: the product inside of a sum.
// hint: You need (C, C). Row i of it belongs to column i of the result, and column j to column j of y.
// hint: dx1 transposed, then `.matmul(...)`.
export function dattn_wo({ y, dx1 }: Scope): Tensor {
  // answer (C, C)
  return dx1.T.matmul(y)
  // end answer
}

// %% y feeds x1 = x0.add(y.matmul(attn_wo.T))
// hint: As dact.
// hint: Column i of dx1 met row i of attn_wo. Sum over i.
// hint: `dx1.matmul(...)`: nothing is transposed.
export function dy({ attn_wo, dx1 }: Scope): Tensor {
  // answer (T, C)
  return dx1.matmul(attn_wo)
  // end answer
}

// %% v feeds y = att.matmul(v).transpose(0, 1).reshape(T, C)
// hint: First undo the arrangement, as in exercise 06: cut the columns of dy into heads, and bring the heads
//       to the front.
// hint: That gives (NH, T, hs), the gradient of `att.matmul(v)`. From there on it's exercise 07: att transposed
//       goes to its left.
// hint: `att.transpose(-2, -1).matmul(...)`: inside it, dy with `.view(...)` and `.transpose(...)`, as for q in the
//       forward pass.
export function dv({ T, NH, hs, att, dy }: Scope): Tensor {
  // answer (NH, T, hs)
  return att.transpose(-2, -1).matmul(dy.view(T, NH, hs).transpose(0, 1))
  // end answer
}

// %% att feeds y = att.matmul(v).transpose(0, 1).reshape(T, C)
// hint: Undo the arrangement as in dv. Then it's the other factor of the same product.
// hint: You need (NH, T, T), made from (NH, T, hs) and v (NH, T, hs). Sum over hs.
// hint: `dy.view(T, NH, hs).transpose(0, 1)`, then `.matmul(...)` with v, its last two dimensions exchanged.
export function datt({ T, NH, hs, v, dy }: Scope): Tensor {
  // answer (NH, T, T)
  return dy.view(T, NH, hs).transpose(0, 1).matmul(v.transpose(-2, -1))
  // end answer
  // wrong (-): return dy.view(NH, T, hs).matmul(v.transpose(-2, -1))
}

// %% scores feeds att = scores.mul(hs ** -0.5).maskedFill(future, -Infinity).softmax(-1)
// hint: Exercise 08: the softmax of each row at once. What was masked needs no extra line, because att is 0 there.
// hint: Each row: att times the difference of datt and a single number, which is the sum of att * datt along
//       the row. And the scores were scaled.
// hint: `datt.sub(...).mul(att).mul(hs ** -0.5)`: subtract `att.mul(datt)`, summed over the last dimension, which
//       is kept.
export function dscores({ hs, att, datt }: Scope): Tensor {
  // answer (NH, T, T)
  return datt.sub(att.mul(datt).sum(-1, { keepdim: true })).mul(att).mul(hs ** -0.5)
  // end answer
  // wrong (-): return datt.mul(att).mul(tensor(1).sub(att)).mul(hs ** -0.5)
  // wrong (-): return datt.sub(att.mul(datt).sum(-1, { keepdim: true })).mul(att).mul(C ** -0.5)
  // wrong (-): return datt.sub(att.mul(datt).sum(-1, { keepdim: true })).mul(att).div(hs)
  // wrong (-): return datt.sub(att.mul(datt).sum(-2, { keepdim: true })).mul(att).mul(hs ** -0.5)
}

// %% q feeds scores = q.matmul(k.transpose(-2, -1))
// hint: Exercise 07. The sum over the keys is what's left.
// hint: You need (NH, T, hs), made from dscores (NH, T, T) and k (NH, T, hs).
// hint: `dscores.matmul(...)`: nothing is transposed.
export function dq({ k, dscores }: Scope): Tensor {
  // answer (NH, T, hs)
  return dscores.matmul(k)
  // end answer
}

// %% k feeds scores = q.matmul(k.transpose(-2, -1))
// hint: Exercise 07. Column j of scores belongs to key j, so the sum is over the queries.
// hint: The shapes don't tell you: (T, T) is square. A row of dscores belongs to one query, and you sum over
//       the rows.
// hint: dscores with its last two dimensions exchanged, then `.matmul(...)`.
export function dk({ q, dscores }: Scope): Tensor {
  // answer (NH, T, hs)
  return dscores.transpose(-2, -1).matmul(q)
  // end answer
}

// %% attn_wq feeds q = hat1.matmul(attn_wq.T).view(T, NH, hs).transpose(0, 1)
// hint: Undo the arrangement first, from the last step to the first. Then it's a product as in dmlp_fc1.
// hint: dq with its first two dimensions exchanged is (T, NH, hs), and as (T, C) it's the gradient of the
//       product.
// hint: `dq.transpose(0, 1).reshape(T, C)`, transposed, then `.matmul(...)`.
export function dattn_wq({ T, C, hat1, dq }: Scope): Tensor {
  // answer (C, C)
  return dq.transpose(0, 1).reshape(T, C).T.matmul(hat1)
  // end answer
}

// %% attn_wk feeds k = hat1.matmul(attn_wk.T).view(T, NH, hs).transpose(0, 1)
// hint: As dattn_wq, with the keys.
// hint: Bring dk back to (T, C) first.
// hint: `dk.transpose(0, 1).reshape(T, C)`, transposed, then `.matmul(...)`.
export function dattn_wk({ T, C, hat1, dk }: Scope): Tensor {
  // answer (C, C)
  return dk.transpose(0, 1).reshape(T, C).T.matmul(hat1)
  // end answer
}

// %% attn_wv feeds v = hat1.matmul(attn_wv.T).view(T, NH, hs).transpose(0, 1)
// hint: As dattn_wq, with the values.
// hint: Bring dv back to (T, C) first.
// hint: `dv.transpose(0, 1).reshape(T, C)`, transposed, then `.matmul(...)`.
export function dattn_wv({ T, C, hat1, dv }: Scope): Tensor {
  // answer (C, C)
  return dv.transpose(0, 1).reshape(T, C).T.matmul(hat1)
  // end answer
}

// %% hat1 feeds q, k and v
// hint: Three uses, so three parts to add. Each is the other factor of a product.
// hint: Bring dq, dk and dv back to (T, C). Each goes through its own weights, which are already the right
//       way round.
// hint: `dq.transpose(0, 1).reshape(T, C).matmul(attn_wq)` is the first of the three. Add the other two.
export function dhat1({ T, C, attn_wq, attn_wk, attn_wv, dq, dk, dv }: Scope): Tensor {
  // answer (T, C)
  const byQuery = dq.transpose(0, 1).reshape(T, C).matmul(attn_wq)
  const byKey = dk.transpose(0, 1).reshape(T, C).matmul(attn_wk)
  const byValue = dv.transpose(0, 1).reshape(T, C).matmul(attn_wv)
  return byQuery.add(byKey).add(byValue)
  // end answer
}

// %% x0 feeds x1 = x0.add(y.matmul(attn_wo.T)) and hat1 = x0.mul(rrms1)
// rrms1 is made of x0, too
// hint: As dx1: around the attention, and through the norm into it.
// hint: Around it comes dx1 as it is. Through the norm comes the formula, with rrms1, hat1 and dhat1.
// hint: The mean is `hat1.mul(dhat1).mean(-1, { keepdim: true })`. Then `dx1.add(...)`: rrms1 times the bracket
//       of the formula.
export function dx0({ rrms1, hat1, dx1, dhat1 }: Scope): Tensor {
  // answer (T, C)
  const mean = hat1.mul(dhat1).mean(-1, { keepdim: true })
  return dx1.add(rrms1.mul(dhat1.sub(hat1.mul(mean))))
  // end answer
}

// %% emb feeds x0 = emb.mul(rrms0)
// rrms0 is made of emb, too
// hint: The norm once more. Does anything go around it this time?
// hint: Only the norm uses emb. Here its result is called x0.
// hint: rrms0 times the bracket of the formula, with x0 as xhat.
export function demb({ rrms0, x0, dx0 }: Scope): Tensor {
  // answer (T, C)
  const mean = x0.mul(dx0).mean(-1, { keepdim: true })
  return rrms0.mul(dx0.sub(x0.mul(mean)))
  // end answer
  // wrong (-): const mean = x0.mul(dx0).sum(-1, { keepdim: true }); return rrms0.mul(dx0.sub(x0.mul(mean)))
  // wrong (-): return rrms0.mul(dx0)
  // wrong (-): const mean = x0.mul(dx0).mean(-1, { keepdim: true }); return dx0.add(rrms0.mul(dx0.sub(x0.mul(mean))))
}

// %% wte feeds tok = wte.index(X)
// hint: Exercise 01. The sum passes demb on as it is. Which rows of wte were picked?
// hint: Start with zeros in the shape of wte. A letter that occurs twice in the name collects from both places.
// hint: `zerosLike(wte)`, then the method that adds at indices. X says where.
export function dwte({ X, wte, demb }: Scope): Tensor {
  // answer (V, C)
  return zerosLike(wte).indexAdd(X, demb)
  // end answer
  // wrong (-): return zerosLike(wte).indexPut(X, demb)
}

// %% wpe feeds pos = wpe.index(arange(T))
// hint: The first T rows of wpe were used, once each. What is the gradient of the others?
// hint: Zeros in the shape of wpe, with demb in the first T rows.
// hint: `zerosLike(wpe)`, then the method that adds at indices. The forward pass says where.
export function dwpe({ T, wpe, demb }: Scope): Tensor {
  // answer (block, C)
  return zerosLike(wpe).indexAdd(arange(T), demb)
  // end answer
}
