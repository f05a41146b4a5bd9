// %% [markdown]
// # 10 · The GPT-2 block
//
// Exercises 03 to 09 were its parts. This is the whole block, of which the smallest GPT-2 has 12. Take the
// gradient of its output, `dx2`, back to its input, `x0`, and collect the gradients of its 12 parameters:
//
//     x0 -+---------------------------------------> add --> x1 -+--------------------------> add --> x2
//         |                                          ^          |                             ^
//         +-- layer norm --> ln1 --> qkv             |          +-- layer norm --> ln2        |
//                                   / | \            |                              |         |
//                                  q  k  v           |                              fc        |
//                                   \/   |           |                              |         |
//                                 scores |           |                             act        |
//                                   |    |           |                              |         |
//                                  att --+--> y --> proj                            +-- mlp --+
//
// The whole GPT is in the file, with the embeddings below this block and the head above it. You work
// between `x2` and `x0` only. `dx2` is given.
//
// ## The test
//
// There's nothing new here, and that's what makes it hard: you know every line, and you must know which one
// it is. Before you write, ask three questions about each tensor:
//
// 1. How many lines use it? `x0` and `x1` each have two ways to the loss, and `qkv` has three.
// 2. Was it copied? Parameters were copied for every position: (C) is used by (B, T, C).
// 3. Which dimensions does it have, and in which order?
//
// Use the short forms: `layerNormBack` is exercise 04 as a function, and `dscaled` goes back through
// softmax and the mask in one line, as in exercise 08. In that line nothing needs the mask: `att` is 0
// wherever it is.
//
// The braces hold more names than you need. Each line is also judged on its own, so you can work in any
// order. `npx ninja take gpt/10` fills in the lines that you wrote in exercises 05 to 09 and that are the same
// here.
//
// python:
// Each line is judged on its own, so you can work in any order.

// %%
import { cat, type Tensor } from 'backprop-ninja'

// %% include inputs.ts
export * from './inputs.ts'

// %% include forward.ts
export * from './forward.ts'
import type { Scope } from './forward.ts'

// %% include layer-norm.ts
export * from './layer-norm.ts'
import { layerNormBack } from './layer-norm.ts'

// %% dmlp
// hint: Exercise 09. It's one of the two parts of a sum.
// hint: The slope of a sum is 1 for each part.
// hint: The upstream gradient, as it is.
export function dmlp({ x1, mlp, dx2 }: Scope): Tensor {
  // answer (B, T, C)
  return dx2
  // end answer
}

// %% dWfcproj
// hint: Exercise 09. It's used for every one of the B * T positions.
// hint: Join B and T, in act and in dmlp. Then it is one product of two tables.
// hint: `act.view(-1, 4 * C)`, transposed, times the other table.
export function dWfcproj({ C, act, Wfcproj, bfcproj, dmlp }: Scope): Tensor {
  // answer (4 * C, C)
  return act.view(-1, 4 * C).T.matmul(dmlp.view(-1, C))
  // end answer
}

// %% dbfcproj
// hint: Exercise 09. A row that was copied for every position.
// hint: Sum over what was copied: two dimensions.
// hint: `dmlp.sum([..., ...])`
export function dbfcproj({ act, Wfcproj, bfcproj, dmlp }: Scope): Tensor {
  // answer (C)
  return dmlp.sum([0, 1])
  // end answer
}

// %% dact
// hint: Exercise 09. A product with a matrix on its right.
// hint: You need (B, T, 4C), made from dmlp (B, T, C) and Wfcproj (4C, C).
// hint: `dmlp.matmul(...)`, with Wfcproj transposed.
export function dact({ act, Wfcproj, bfcproj, dmlp }: Scope): Tensor {
  // answer (B, T, 4 * C)
  return dmlp.matmul(Wfcproj.T)
  // end answer
}

// %% dinner
// hint: Exercise 05. Two steps at once: the product, then tanh.
// hint: The slope of act with respect to th is half of fc. The slope of tanh is 1 - th².
// hint: dact, times fc, times 0.5, times 1 minus the square of th.
export function dinner({ inner, fc, th, act, dact }: Scope): Tensor {
  // answer (B, T, 4 * C)
  return dact.mul(fc).mul(0.5).mul(th.pow(2).neg().add(1))
  // end answer
}

// %% dfc
// hint: Exercise 05. In how many lines is fc used, and how often in each?
// hint: One part comes through act, with th held fixed. The other comes through inner: there fc is used
//       as it is and in a cube.
// hint: dact times half of 1 + th is the first part. Then add dinner times the slope of inner, in which
//       the cube makes `fc.pow(2).mul(3 * 0.044715)`.
export function dfc({ fc, inner, th, act, dinner, dact }: Scope): Tensor {
  // answer (B, T, 4 * C)
  const slope = fc.pow(2).mul(3 * 0.044715).add(1).mul((2 / Math.PI) ** 0.5)
  return dact.mul(th.add(1)).mul(0.5).add(dinner.mul(slope))
  // end answer
}

// %% dWfc
// hint: Exercise 09. As dWfcproj.
// hint: From (B * T, C) and (B * T, 4C) you need (C, 4C).
// hint: `ln2.view(-1, C)`, transposed, times dfc with B and T joined.
export function dWfc({ C, ln2, Wfc, bfc, dfc }: Scope): Tensor {
  // answer (C, 4 * C)
  return ln2.view(-1, C).T.matmul(dfc.view(-1, 4 * C))
  // end answer
}

// %% dbfc
// hint: Exercise 09. As dbfcproj.
// hint: Which dimensions does fc have that bfc doesn't have?
// hint: dfc, summed over the first two dimensions.
export function dbfc({ ln2, Wfc, bfc, dfc }: Scope): Tensor {
  // answer (4 * C)
  return dfc.sum([0, 1])
  // end answer
}

// %% dln2
// hint: Exercise 09. As dact.
// hint: You need (B, T, C), made from dfc (B, T, 4C) and Wfc (C, 4C).
// hint: `dfc.matmul(...)`, with Wfc transposed.
export function dln2({ ln2, Wfc, bfc, dfc }: Scope): Tensor {
  // answer (B, T, C)
  return dfc.matmul(Wfc.T)
  // end answer
}

// %% dln2w
// hint: Exercise 03. A product in which this row was copied for every position.
// hint: Multiply the other factor by the upstream gradient. Then sum over what was copied.
// hint: `ln2_hat.mul(...).sum([..., ...])`
export function dln2w({ ln2_hat, ln2w, ln2b, dln2 }: Scope): Tensor {
  // answer (C)
  return ln2_hat.mul(dln2).sum([0, 1])
  // end answer
}

// %% dln2b
// hint: Exercise 03. A row that was added for every position.
// hint: Sum over what was copied, so that (C) is left.
// hint: dln2, summed over two dimensions.
export function dln2b({ ln2_hat, ln2w, ln2b, dln2 }: Scope): Tensor {
  // answer (C)
  return dln2.sum([0, 1])
  // end answer
}

// %% dln2_hat
// hint: Exercise 03. The other side of the product.
// hint: Multiply the other factor by the upstream gradient.
// hint: dln2 times the row of weights, which mul repeats by itself.
export function dln2_hat({ ln2_hat, ln2w, ln2b, dln2 }: Scope): Tensor {
  // answer (B, T, C)
  return dln2.mul(ln2w)
  // end answer
}

// %% dx1
// hint: Exercise 09. Which two ways lead from x1 to the loss?
// hint: The skip path passes its gradient on as it is. The other part comes back through layer norm.
// hint: `dx2.add(layerNormBack(...))`: the gradient of the normalized values, these values, their rstd.
export function dx1({ x1, ln2_hat, ln2_rstd, dln2_hat, dx2, mlp }: Scope): Tensor {
  // answer (B, T, C)
  return dx2.add(layerNormBack(dln2_hat, ln2_hat, ln2_rstd))
  // end answer
  // wrong (sign, factor): return dx2.add(layerNormBack(dln2_hat, ln2_hat, ln2_rstd)).mul(0.5)
  // wrong (-): return layerNormBack(dln2_hat.add(dx2), ln2_hat, ln2_rstd)
}

// %% dproj
// hint: As dmlp, one half of the block further back.
// hint: It's one of the two parts of x1, and the slope of a sum is 1.
// hint: The gradient of the sum, as it is.
export function dproj({ x0, proj, dx1 }: Scope): Tensor {
  // answer (B, T, C)
  return dx1
  // end answer
}

// %% dWproj
// hint: As dWfcproj. The result is square, so its shape doesn't tell you whether it is transposed.
// hint: Row i of Wproj belongs to element i of y, and column j to element j of proj.
// hint: `y.view(-1, C)`, transposed, times dproj with B and T joined.
export function dWproj({ C, y, Wproj, bproj, dproj }: Scope): Tensor {
  // answer (C, C)
  return y.view(-1, C).T.matmul(dproj.view(-1, C))
  // end answer
}

// %% dbproj
// hint: As dbfcproj.
// hint: Which dimensions does proj have that bproj doesn't have?
// hint: dproj, summed over B and T, without keepdim.
export function dbproj({ y, Wproj, bproj, dproj }: Scope): Tensor {
  // answer (C)
  return dproj.sum([0, 1])
  // end answer
  // wrong (shape): return dproj.sum([0, 1], { keepdim: true })
}

// %% dy
// hint: As dact.
// hint: proj[j] is bproj[j] plus the sum over i of y[i] * Wproj[i][j]. So dy[i] is a sum over j.
// hint: `dproj.matmul(...)`, with Wproj transposed.
export function dy({ y, Wproj, bproj, dproj }: Scope): Tensor {
  // answer (B, T, C)
  return dproj.matmul(Wproj.T)
  // end answer
}

// %% dyh
// hint: Exercise 06. Nothing is computed here, only moved. Go back by the same way.
// hint: y is yh with two dimensions exchanged, and then two of them joined. So first take C apart, then
//       exchange.
// hint: `dy.view(...)` to (B, T, NH, hs), then `transpose` of T and NH.
export function dyh({ yh, B, T, C, NH, hs, y, dy }: Scope): Tensor {
  // answer (B, NH, T, hs)
  return dy.view(B, T, NH, hs).transpose(1, 2)
  // end answer
  // wrong (-): return dy.view(B, NH, T, hs)
  // wrong (-): return dy.view(B, T, hs, NH).permute(0, 3, 1, 2)
}

// %% datt
// hint: Exercise 07. A product of two tables for each head.
// hint: You need (T, T), made from dyh (T, hs) and v (T, hs). Sum over hs.
// hint: `dyh.matmul(...)`, with the last two dimensions of v exchanged.
export function datt({ att, v, dyh }: Scope): Tensor {
  // answer (B, NH, T, T)
  return dyh.matmul(v.transpose(-2, -1))
  // end answer
}

// %% dv
// hint: Exercise 07. The right factor of a product. att is square, so the shape doesn't tell you
//       whether it must be transposed.
// hint: yh[t] is the sum over s of att[t][s] * v[s]. So dv[s] is a sum over t.
// hint: att, with its last two dimensions exchanged, stays on the left of dyh.
export function dv({ att, v, dyh }: Scope): Tensor {
  // answer (B, NH, T, hs)
  return att.transpose(-2, -1).matmul(dyh)
  // end answer
}

// %% dscaled
// hint: Exercise 08. Softmax in one line. And the mask: what is att at a masked position?
// hint: All the probabilities of a row share one sum. So from each element of datt, subtract the mean of
//       its row, weighted with att. Then multiply by att, which is 0 at masked positions.
// hint: `att.mul(datt.sub(...))`: inside it the sum of `att.mul(datt)` along each row, with keepdim.
export function dscaled({ T, future, scaled, masked, att, datt }: Scope): Tensor {
  // answer (B, NH, T, T)
  return att.mul(datt.sub(att.mul(datt).sum(-1, { keepdim: true })))
  // end answer
  // wrong (-): return att.mul(att.neg().add(1)).mul(datt)
  // wrong (-): return att.mul(datt).sub(att.mul(datt).sum(-1, { keepdim: true }))
}

// %% dscores
// hint: Exercise 07. Element by element, with a constant.
// hint: The slope of c * x is c.
// hint: dscaled times the same constant as in the forward pass.
export function dscores({ hs, scores, scaled, dscaled }: Scope): Tensor {
  // answer (B, NH, T, T)
  return dscaled.mul(hs ** -0.5)
  // end answer
  // wrong (-): return dscaled.mul(1 / hs)
  // wrong (-): return dscaled
}

// %% dq
// hint: Exercise 07. The left factor. Write down one element of scores first.
// hint: scores[t][s] is the sum over i of q[t][i] * k[s][i]. So dq[t][i] is a sum over s.
// hint: dscores times k, and nothing is transposed: the forward pass has already transposed k.
export function dq({ q, k, scores, dscores }: Scope): Tensor {
  // answer (B, NH, T, hs)
  return dscores.matmul(k)
  // end answer
}

// %% dk
// hint: Exercise 07. The right factor, which was transposed.
// hint: scores[t][s] is the sum over i of q[t][i] * k[s][i]. So dk[s][i] is a sum over t.
// hint: dscores, with its last two dimensions exchanged, times q.
export function dk({ q, k, scores, dscores }: Scope): Tensor {
  // answer (B, NH, T, hs)
  return dscores.transpose(-2, -1).matmul(q)
  // end answer
}

// %% dqkv
// hint: Exercise 06. q, k and v are three parts of it, side by side. Each sends its own part back.
// hint: Bring each of dq, dk and dv from heads to rows first. Then put the three side by side, in the order
//       of the slices.
// hint: `cat([..., ..., ...], -1)`, and each part of the list goes from heads to rows as y does.
export function dqkv({ B, T, C, NH, hs, qkv, q, k, v, dq, dk, dv }: Scope): Tensor {
  // answer (B, T, 3 * C)
  const query = dq.transpose(1, 2).reshape(B, T, C)
  const key = dk.transpose(1, 2).reshape(B, T, C)
  const value = dv.transpose(1, 2).reshape(B, T, C)
  return cat([query, key, value], -1)
  // end answer
  // wrong (-): return cat([dv.mul(0), dv.mul(0), dv], 1).transpose(1, 2).reshape(B, T, 3 * C)
  // wrong (-): return cat([dq, dv, dk], 1).transpose(1, 2).reshape(B, T, 3 * C)
  // wrong (-): return cat([dq, dk, dv], 1).reshape(B, T, 3 * C)
}

// %% dWqkv
// hint: As dWfc.
// hint: From (B * T, C) and (B * T, 3C) you need (C, 3C).
// hint: `ln1.view(-1, C)`, transposed, times dqkv with B and T joined.
export function dWqkv({ C, ln1, Wqkv, bqkv, dqkv }: Scope): Tensor {
  // answer (C, 3 * C)
  return ln1.view(-1, C).T.matmul(dqkv.view(-1, 3 * C))
  // end answer
}

// %% dbqkv
// hint: Exercise 08. A third of it is 0. Write it as if it weren't.
// hint: Which dimensions does qkv have that bqkv doesn't have?
// hint: dqkv, summed over B and T.
export function dbqkv({ ln1, Wqkv, bqkv, dqkv }: Scope): Tensor {
  // answer (3 * C)
  return dqkv.sum([0, 1])
  // end answer
}

// %% dln1
// hint: As dln2. It's used three times, for q, for k and for v, but all three are in one product.
// hint: You need (B, T, C), made from dqkv (B, T, 3C) and Wqkv (C, 3C). The sum over 3C adds up all
//       three.
// hint: `dqkv.matmul(...)`, with Wqkv transposed.
export function dln1({ C, ln1, Wqkv, bqkv, dqkv }: Scope): Tensor {
  // answer (B, T, C)
  return dqkv.matmul(Wqkv.T)
  // end answer
  // wrong (-): return dqkv.slice(-1, 2 * C).matmul(Wqkv.slice(-1, 2 * C).T)
}

// %% dln1w
// hint: As dln2w.
// hint: The other factor times the upstream gradient, summed over every position.
// hint: `ln1_hat.mul(...).sum([..., ...])`
export function dln1w({ ln1_hat, ln1w, ln1b, dln1 }: Scope): Tensor {
  // answer (C)
  return ln1_hat.mul(dln1).sum([0, 1])
  // end answer
}

// %% dln1b
// hint: As dln2b.
// hint: A row that was added for every position: sum over the copies.
// hint: dln1, summed over two dimensions.
export function dln1b({ ln1_hat, ln1w, ln1b, dln1 }: Scope): Tensor {
  // answer (C)
  return dln1.sum([0, 1])
  // end answer
}

// %% dln1_hat
// hint: As dln2_hat.
// hint: The other factor times the upstream gradient.
// hint: dln1 times the row of weights.
export function dln1_hat({ ln1_hat, ln1w, ln1b, dln1 }: Scope): Tensor {
  // answer (B, T, C)
  return dln1.mul(ln1w)
  // end answer
}

// %% dx0
// hint: As dx1: which two ways lead from x0 to the loss?
// hint: One along the skip path, one through layer norm and attention.
// hint: `dx1.add(layerNormBack(...))`: everything that it needs has ln1 in its name.
export function dx0({ x0, proj, ln1_hat, ln1_rstd, dln1_hat, dx1 }: Scope): Tensor {
  // answer (B, T, C)
  return dx1.add(layerNormBack(dln1_hat, ln1_hat, ln1_rstd))
  // end answer
  // wrong (sign, factor): return dx1.add(layerNormBack(dln1_hat, ln1_hat, ln1_rstd)).mul(0.5)
  // wrong (-): return dx1.add(layerNormBack(dln1_hat, ln1_hat, ln1_rstd)).mul(2)
}
