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

// %%
import {
  arange, batchAt, cat, crossEntropy, type ScopeOf, type Source, type Tensor, TODO,
} from 'backprop-ninja'

// %% The parameters, and a batch of real names
/** Small, so that you can print everything; the last has as many heads as positions. */
export const sizes = {
  usual: { B: 3, T: 5, C: 8, NH: 2 },
  other: { B: 6, T: 3, C: 10, NH: 2 },
  square: { B: 2, T: 4, C: 12, NH: 4 },
}

export function inputs({ B, T, C, NH }: typeof sizes.usual, { g, names }: Source) {
  const V = names.vocabulary.length
  const hs = C / NH
  // B places in the names, written one after another: T letters from there on, and the letter after each
  const starts = g.randint(0, names.text.length - T + 1, [B, 1])
  const { Xb, Yb } = batchAt(names, starts.add(arange(T)).data, 1)
  const X = Xb.view(B, T)                               // (B, T)
  const Y = Yb.view(B, T)                               // (B, T)
  const future = arange(T).view(T, 1).lt(arange(T))     // (T, T): true above the diagonal
  // the embeddings
  const wte = g.randn(V, C).mul(0.5)                    // (V, C)
  const wpe = g.randn(T, C).mul(0.3)                    // (T, C)
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
    B, T, C, NH, V, hs, X, Y, future, wte, wpe, ln1w, ln1b, Wqkv, bqkv, Wproj, bproj,
    ln2w, ln2b, Wfc, bfc, Wfcproj, bfcproj, lnfw, lnfb,
  }
}

// %% The forward pass, in steps small enough to go backwards one at a time
export function forward({
  B, T, C, NH, V, hs, X, Y, future, wte, wpe, ln1w, ln1b, Wqkv, bqkv, Wproj, bproj,
  ln2w, ln2b, Wfc, bfc, Wfcproj, bfcproj, lnfw, lnfb,
}: ReturnType<typeof inputs>) {
  // the embeddings
  const tok = wte.index(X)                                              // (B, T, C)
  const x0 = tok.add(wpe)                                               // (B, T, C)
  // the first layer norm
  const ln1_mean = x0.mean(-1, { keepdim: true })                       // (B, T, 1)
  const ln1_diff = x0.sub(ln1_mean)                                     // (B, T, C)
  const ln1_sq = ln1_diff.pow(2)                                        // (B, T, C)
  const ln1_var = ln1_sq.mean(-1, { keepdim: true })                    // (B, T, 1)
  const ln1_rstd = ln1_var.add(1e-5).pow(-0.5)                          // (B, T, 1)
  const ln1_hat = ln1_diff.mul(ln1_rstd)                                // (B, T, C)
  const ln1 = ln1_hat.mul(ln1w).add(ln1b)                               // (B, T, C)
  // attention
  const qkv = ln1.matmul(Wqkv).add(bqkv)                                // (B, T, 3C)
  const q = qkv.slice(-1, 0, C).view(B, T, NH, hs).transpose(1, 2)      // (B, NH, T, hs)
  const k = qkv.slice(-1, C, 2 * C).view(B, T, NH, hs).transpose(1, 2)  // (B, NH, T, hs)
  const v = qkv.slice(-1, 2 * C).view(B, T, NH, hs).transpose(1, 2)     // (B, NH, T, hs)
  const scores = q.matmul(k.transpose(-2, -1))                          // (B, NH, T, T)
  const scaled = scores.mul(hs ** -0.5)                                 // (B, NH, T, T)
  const masked = scaled.maskedFill(future, -Infinity)                   // (B, NH, T, T)
  const att = masked.softmax(-1)                                        // (B, NH, T, T)
  const yh = att.matmul(v)                                              // (B, NH, T, hs)
  const y = yh.transpose(1, 2).reshape(B, T, C)                         // (B, T, C)
  const proj = y.matmul(Wproj).add(bproj)                               // (B, T, C)
  const x1 = x0.add(proj)                                               // (B, T, C)
  // the second layer norm
  const ln2_mean = x1.mean(-1, { keepdim: true })                       // (B, T, 1)
  const ln2_diff = x1.sub(ln2_mean)                                     // (B, T, C)
  const ln2_sq = ln2_diff.pow(2)                                        // (B, T, C)
  const ln2_var = ln2_sq.mean(-1, { keepdim: true })                    // (B, T, 1)
  const ln2_rstd = ln2_var.add(1e-5).pow(-0.5)                          // (B, T, 1)
  const ln2_hat = ln2_diff.mul(ln2_rstd)                                // (B, T, C)
  const ln2 = ln2_hat.mul(ln2w).add(ln2b)                               // (B, T, C)
  // the MLP
  const fc = ln2.matmul(Wfc).add(bfc)                                   // (B, T, 4C)
  const inner = fc.add(fc.pow(3).mul(0.044715)).mul((2 / Math.PI) ** 0.5) // (B, T, 4C)
  const th = inner.tanh()                                               // (B, T, 4C)
  const act = fc.mul(0.5).mul(th.add(1))                                // (B, T, 4C)
  const mlp = act.matmul(Wfcproj).add(bfcproj)                          // (B, T, C)
  const x2 = x1.add(mlp)                                                // (B, T, C)
  // the last layer norm
  const lnf_mean = x2.mean(-1, { keepdim: true })                       // (B, T, 1)
  const lnf_diff = x2.sub(lnf_mean)                                     // (B, T, C)
  const lnf_sq = lnf_diff.pow(2)                                        // (B, T, C)
  const lnf_var = lnf_sq.mean(-1, { keepdim: true })                    // (B, T, 1)
  const lnf_rstd = lnf_var.add(1e-5).pow(-0.5)                          // (B, T, 1)
  const lnf_hat = lnf_diff.mul(lnf_rstd)                                // (B, T, C)
  const lnf = lnf_hat.mul(lnfw).add(lnfb)                               // (B, T, C)
  // the head: the table of embeddings once more, and cross-entropy
  const logits = lnf.matmul(wte.T)                                      // (B, T, V)
  const loss = crossEntropy(logits.view(B * T, V), Y.view(B * T))       // a single number
  return {
    tok, x0, ln1_mean, ln1_diff, ln1_sq, ln1_var, ln1_rstd, ln1_hat, ln1,
    qkv, q, k, v, scores, scaled, masked, att, yh, y, proj, x1,
    ln2_mean, ln2_diff, ln2_sq, ln2_var, ln2_rstd, ln2_hat, ln2, fc, inner, th, act, mlp, x2,
    lnf_mean, lnf_diff, lnf_sq, lnf_var, lnf_rstd, lnf_hat, lnf, logits, loss,
  }
}
export type Scope = ScopeOf<typeof inputs, typeof forward>

// %% Layer norm backward, from exercise 04
/** The gradient of layer norm's input, from that of the normalized values, `hat`. */
export function layerNormBack(dhat: Tensor, hat: Tensor, rstd: Tensor): Tensor {
  const byMean = dhat.mean(-1, { keepdim: true })
  const byVariance = hat.mul(dhat.mul(hat).mean(-1, { keepdim: true }))
  return rstd.mul(dhat.sub(byMean).sub(byVariance))
}

// %% dmlp
export function dmlp({ x1, mlp, dx2 }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% dWfcproj
export function dWfcproj({ C, act, Wfcproj, bfcproj, dmlp }: Scope): Tensor {
  return TODO() // (4 * C, C)
}

// %% dbfcproj
export function dbfcproj({ act, Wfcproj, bfcproj, dmlp }: Scope): Tensor {
  return TODO() // (C)
}

// %% dact
export function dact({ act, Wfcproj, bfcproj, dmlp }: Scope): Tensor {
  return TODO() // (B, T, 4 * C)
}

// %% dinner
export function dinner({ inner, fc, th, act, dact }: Scope): Tensor {
  return TODO() // (B, T, 4 * C)
}

// %% dfc
export function dfc({ fc, inner, th, act, dinner, dact }: Scope): Tensor {
  return TODO() // (B, T, 4 * C)
}

// %% dWfc
export function dWfc({ C, ln2, Wfc, bfc, dfc }: Scope): Tensor {
  return TODO() // (C, 4 * C)
}

// %% dbfc
export function dbfc({ ln2, Wfc, bfc, dfc }: Scope): Tensor {
  return TODO() // (4 * C)
}

// %% dln2
export function dln2({ ln2, Wfc, bfc, dfc }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% dln2w
export function dln2w({ ln2_hat, ln2w, ln2b, dln2 }: Scope): Tensor {
  return TODO() // (C)
}

// %% dln2b
export function dln2b({ ln2_hat, ln2w, ln2b, dln2 }: Scope): Tensor {
  return TODO() // (C)
}

// %% dln2_hat
export function dln2_hat({ ln2_hat, ln2w, ln2b, dln2 }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% dx1
export function dx1({ x1, ln2_hat, ln2_rstd, dln2_hat, dx2, mlp }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% dproj
export function dproj({ x0, proj, dx1 }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% dWproj
export function dWproj({ C, y, Wproj, bproj, dproj }: Scope): Tensor {
  return TODO() // (C, C)
}

// %% dbproj
export function dbproj({ y, Wproj, bproj, dproj }: Scope): Tensor {
  return TODO() // (C)
}

// %% dy
export function dy({ y, Wproj, bproj, dproj }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% dyh
export function dyh({ yh, B, T, C, NH, hs, y, dy }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% datt
export function datt({ att, v, dyh }: Scope): Tensor {
  return TODO() // (B, NH, T, T)
}

// %% dv
export function dv({ att, v, dyh }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% dscaled
export function dscaled({ T, future, scaled, masked, att, datt }: Scope): Tensor {
  return TODO() // (B, NH, T, T)
}

// %% dscores
export function dscores({ hs, scores, scaled, dscaled }: Scope): Tensor {
  return TODO() // (B, NH, T, T)
}

// %% dq
export function dq({ q, k, scores, dscores }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% dk
export function dk({ q, k, scores, dscores }: Scope): Tensor {
  return TODO() // (B, NH, T, hs)
}

// %% dqkv
export function dqkv({ B, T, C, NH, hs, qkv, q, k, v, dq, dk, dv }: Scope): Tensor {
  return TODO() // (B, T, 3 * C)
}

// %% dWqkv
export function dWqkv({ C, ln1, Wqkv, bqkv, dqkv }: Scope): Tensor {
  return TODO() // (C, 3 * C)
}

// %% dbqkv
export function dbqkv({ ln1, Wqkv, bqkv, dqkv }: Scope): Tensor {
  return TODO() // (3 * C)
}

// %% dln1
export function dln1({ C, ln1, Wqkv, bqkv, dqkv }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% dln1w
export function dln1w({ ln1_hat, ln1w, ln1b, dln1 }: Scope): Tensor {
  return TODO() // (C)
}

// %% dln1b
export function dln1b({ ln1_hat, ln1w, ln1b, dln1 }: Scope): Tensor {
  return TODO() // (C)
}

// %% dln1_hat
export function dln1_hat({ ln1_hat, ln1w, ln1b, dln1 }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% dx0
export function dx0({ x0, proj, ln1_hat, ln1_rstd, dln1_hat, dx1 }: Scope): Tensor {
  return TODO() // (B, T, C)
}
