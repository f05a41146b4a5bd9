import { crossEntropy, type ScopeOf } from 'backprop-ninja'
import type { inputs } from './inputs.ts'

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
