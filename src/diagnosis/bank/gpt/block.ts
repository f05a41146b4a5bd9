/** A GPT-2 block with a tied head in small steps: what most lines of this folder are about. */
import type { ScopeOf } from '../../../catalogue/exercise.ts'
import { crossEntropy } from '../../../tensor/creation.ts'
import type { Generator } from '../../../tensor/random.ts'
import type { Tensor } from '../../../tensor/tensor.ts'

interface Drawn {
  readonly g: Generator
}

/** The first as in PyTorch's reference numbers, one with all different, one with as many heads as tokens. */
const sizes = {
  usual: { B: 3, T: 5, C: 8, NH: 2, V: 7 },
  different: { B: 6, T: 3, C: 10, NH: 2, V: 7 },
  other: { B: 2, T: 4, C: 12, NH: 4, V: 9 },
}

function inputs({ B, T, C, NH, V }: typeof sizes.usual, { g }: Drawn) {
  const weight = (n: number, m: number): Tensor => g.randn(n, m).mul(n ** -0.5)
  const gain = (): Tensor => g.randn(C).mul(0.1).add(1)
  const bias = (n: number): Tensor => g.randn(n).mul(0.1)
  return {
    B,
    T,
    C,
    NH,
    V,
    hs: C / NH,
    // Each row has a token twice.
    X: g.randint(0, V - 1, [B, T]).mul(g.randint(0, 2, [B, T])),
    Y: g.randint(0, V, [B, T]),
    wte: g.randn(V, C).mul(0.5),
    wpe: g.randn(T, C).mul(0.3),
    ln1w: gain(),
    ln1b: bias(C),
    Wqkv: weight(C, 3 * C),
    bqkv: bias(3 * C),
    Wproj: weight(C, C),
    bproj: bias(C),
    ln2w: gain(),
    ln2b: bias(C),
    Wfc: weight(C, 4 * C),
    bfc: bias(4 * C),
    Wfcproj: weight(4 * C, C),
    bfcproj: bias(C),
    lnfw: gain(),
    lnfb: bias(C),
    future: g.randn(T, T).mul(0).add(1).triu(1).gt(0),
  }
}

const kept = { keepdim: true }

function forward(scope: ReturnType<typeof inputs>) {
  const { B, T, C, NH, V, hs, X, Y, wte, wpe, ln1w, ln1b, Wqkv, bqkv, Wproj, bproj, future } = scope
  const { ln2w, ln2b, Wfc, bfc, Wfcproj, bfcproj, lnfw, lnfb } = scope
  const heads = (x: Tensor): Tensor => x.view(B, T, NH, hs).transpose(1, 2)

  const tok = wte.index(X)
  const x0 = tok.add(wpe)

  const ln1_mean = x0.mean(-1, kept)
  const ln1_diff = x0.sub(ln1_mean)
  const ln1_sq = ln1_diff.pow(2)
  const ln1_var = ln1_sq.mean(-1, kept)
  const ln1_rstd = ln1_var.add(1e-5).pow(-0.5)
  const ln1_hat = ln1_diff.mul(ln1_rstd)
  const ln1 = ln1_hat.mul(ln1w).add(ln1b)

  const qkv = ln1.matmul(Wqkv).add(bqkv)
  const q = heads(qkv.slice(-1, 0, C))
  const k = heads(qkv.slice(-1, C, 2 * C))
  const v = heads(qkv.slice(-1, 2 * C, 3 * C))
  const scores = q.matmul(k.transpose(-2, -1))
  const scaled = scores.mul(hs ** -0.5)
  const masked = scaled.maskedFill(future, -Infinity)
  const att = masked.softmax(-1)
  const yh = att.matmul(v)
  const y = yh.transpose(1, 2).reshape(B, T, C)
  const proj = y.matmul(Wproj).add(bproj)
  const x1 = x0.add(proj)

  const ln2_mean = x1.mean(-1, kept)
  const ln2_diff = x1.sub(ln2_mean)
  const ln2_sq = ln2_diff.pow(2)
  const ln2_var = ln2_sq.mean(-1, kept)
  const ln2_rstd = ln2_var.add(1e-5).pow(-0.5)
  const ln2_hat = ln2_diff.mul(ln2_rstd)
  const ln2 = ln2_hat.mul(ln2w).add(ln2b)

  const fc = ln2.matmul(Wfc).add(bfc)
  const inner = fc.add(fc.pow(3).mul(0.044715)).mul((2 / Math.PI) ** 0.5)
  const th = inner.tanh()
  const act = fc.mul(0.5).mul(th.add(1))
  const mlp = act.matmul(Wfcproj).add(bfcproj)
  const x2 = x1.add(mlp)

  const lnf_mean = x2.mean(-1, kept)
  const lnf_diff = x2.sub(lnf_mean)
  const lnf_sq = lnf_diff.pow(2)
  const lnf_var = lnf_sq.mean(-1, kept)
  const lnf_rstd = lnf_var.add(1e-5).pow(-0.5)
  const lnf_hat = lnf_diff.mul(lnf_rstd)
  const lnf = lnf_hat.mul(lnfw).add(lnfb)

  const logits = lnf.matmul(wte.T)
  const loss = crossEntropy(logits.view(B * T, V), Y.view(B * T))
  return {
    ...{ tok, x0, ln1_mean, ln1_diff, ln1_sq, ln1_var, ln1_rstd, ln1_hat, ln1 },
    ...{ qkv, q, k, v, scores, scaled, masked, att, yh, y, proj, x1 },
    ...{ ln2_mean, ln2_diff, ln2_sq, ln2_var, ln2_rstd, ln2_hat, ln2 },
    ...{ fc, inner, th, act, mlp, x2 },
    ...{ lnf_mean, lnf_diff, lnf_sq, lnf_var, lnf_rstd, lnf_hat, lnf, logits, loss },
  }
}

export type Block = ScopeOf<typeof inputs, typeof forward>
export const block = { sizes, inputs, forward }
