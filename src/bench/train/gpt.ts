/**
 * A GPT as a learner writes it: the forward pass in small steps, a line for each gradient, Adam in four lines. Names and
 * shapes are those of golden/make_gpt_golden.py; those of a block end with its number.
 */
import { cat, crossEntropy, oneHot, softmax, tensor, zerosLike } from '../../tensor/creation.ts'
import { generator } from '../../tensor/random.ts'
import type { Tensor } from '../../tensor/tensor.ts'

export interface GptSizes {
  readonly B: number
  readonly T: number
  readonly C: number
  readonly NH: number
  readonly V: number
  /** How many blocks. */
  readonly L: number
}

export type Named = Record<string, Tensor>

/** (B, T) each: what goes in, and what should come out. */
export interface GptBatch {
  readonly X: Tensor
  readonly Y: Tensor
}

const keep = { keepdim: true }
const EPSILON = 1e-5
const GELU = (2 / Math.PI) ** 0.5

export function makeGpt({ T, C, V, L }: GptSizes, seed: number): Named {
  const g = generator(seed)
  const normal = (...shape: number[]): Tensor => g.randn(...shape).mul(0.08)
  const ones = (n: number): Tensor => tensor(new Float64Array(n).fill(1))
  const zeros = (n: number): Tensor => tensor(new Float64Array(n))
  const p: Named = { wte: normal(V, C), wpe: normal(T, C) }
  for (let l = 0; l < L; l++) {
    const block: Named = {
      ln1w: ones(C),
      ln1b: zeros(C),
      Wqkv: normal(C, 3 * C),
      bqkv: zeros(3 * C),
      Wproj: normal(C, C).div((2 * L) ** 0.5),
      bproj: zeros(C),
      ln2w: ones(C),
      ln2b: zeros(C),
      Wfc: normal(C, 4 * C),
      bfc: zeros(4 * C),
      Wfcproj: normal(4 * C, C).div((2 * L) ** 0.5),
      bfcproj: zeros(C),
    }
    for (const name in block) p[name + l] = block[name]
  }
  return { ...p, lnfw: ones(C), lnfb: zeros(C) }
}

/** (T, T): 1 above the diagonal, where a letter would look ahead. */
export const futureOf = (T: number): Tensor => {
  const data = Float64Array.from({ length: T * T }, (_, i) => (i % T > Math.floor(i / T) ? 1 : 0))
  return tensor(data, [T, T])
}

/** Every value by its name. */
export function gptForward(
  p: Named,
  { B, T, C, NH, V, L }: GptSizes,
  { X, Y }: GptBatch,
  future: Tensor,
): Named {
  const hs = C / NH
  const v: Named = {}
  const layerNorm = (name: string, x: Tensor, w: Tensor, b: Tensor): Tensor => {
    const mean = x.mean(-1, keep)
    const diff = x.sub(mean)
    const sq = diff.pow(2)
    const variance = sq.mean(-1, keep)
    const rstd = variance.add(EPSILON).pow(-0.5)
    const hat = diff.mul(rstd)
    v[`${name}_diff`] = diff
    v[`${name}_rstd`] = rstd
    v[`${name}_hat`] = hat
    v[name] = hat.mul(w).add(b)
    return v[name]
  }
  let x = p.wte.index(X).add(p.wpe)
  for (let l = 0; l < L; l++) {
    const ln1 = layerNorm(`ln1${l}`, x, p[`ln1w${l}`], p[`ln1b${l}`])
    const qkv = ln1.matmul(p[`Wqkv${l}`]).add(p[`bqkv${l}`])
    const [q, k, vs] = [0, C, 2 * C].map(at =>
      qkv
        .slice(-1, at, at + C)
        .view(B, T, NH, hs)
        .transpose(1, 2),
    )
    const scores = q.matmul(k.transpose(-2, -1))
    const scaled = scores.mul(hs ** -0.5)
    const masked = scaled.maskedFill(future, -Infinity)
    const att = masked.softmax(-1)
    const yh = att.matmul(vs)
    const y = yh.transpose(1, 2).reshape(B, T, C)
    const proj = y.matmul(p[`Wproj${l}`]).add(p[`bproj${l}`])
    const x1 = x.add(proj)
    const ln2 = layerNorm(`ln2${l}`, x1, p[`ln2w${l}`], p[`ln2b${l}`])
    const fc = ln2.matmul(p[`Wfc${l}`]).add(p[`bfc${l}`])
    const inner = fc.add(fc.pow(3).mul(0.044715)).mul(GELU)
    const th = inner.tanh()
    const act = fc.mul(0.5).mul(th.add(1))
    const mlp = act.matmul(p[`Wfcproj${l}`]).add(p[`bfcproj${l}`])
    x = x1.add(mlp)
    const named: Named = { q, k, v: vs, att, y, fc, th, act }
    for (const name in named) v[name + l] = named[name]
  }
  const lnf = layerNorm('lnf', x, p.lnfw, p.lnfb)
  v.logits = lnf.matmul(p.wte.T)
  v.loss = crossEntropy(v.logits.view(B * T, V), Y.view(B * T))
  return v
}

/** The gradient of every parameter, by the parameter's name. */
export function gptBackward(
  p: Named,
  v: Named,
  { B, T, C, NH, V, L }: GptSizes,
  { X, Y }: GptBatch,
  future: Tensor,
): Named {
  const hs = C / NH
  const d: Named = {}
  const rows = (t: Tensor): Tensor => t.view(B * T, -1)
  /** Fills in the gradients of its two parameters, and gives that of its input. */
  const layerNorm = (name: string, suffix: string, w: Tensor, dout: Tensor): Tensor => {
    const { [`${name}_diff`]: diff, [`${name}_rstd`]: rstd, [`${name}_hat`]: hat } = v
    d[`${name.slice(0, 3)}w${suffix}`] = dout.mul(hat).sum([0, 1])
    d[`${name.slice(0, 3)}b${suffix}`] = dout.sum([0, 1])
    const dhat = dout.mul(w)
    const drstd = dhat.mul(diff).sum(-1, keep)
    const dvar = drstd.mul(-0.5).mul(rstd.pow(3))
    const dsq = dvar.div(C).expand(diff.shape)
    const ddiff = dhat.mul(rstd).add(diff.mul(2).mul(dsq))
    const dmean = ddiff.sum(-1, keep).neg()
    return ddiff.add(dmean.div(C))
  }
  const dlogits = softmax(v.logits.view(B * T, V), 1)
    .sub(oneHot(Y.view(B * T), V))
    .div(B * T)
  const dwteAsHead = dlogits.T.matmul(rows(v.lnf))
  let dx = layerNorm('lnf', '', p.lnfw, dlogits.matmul(p.wte).view(B, T, C))
  for (let l = L - 1; l >= 0; l--) {
    const [q, k, vs, att] = ['q', 'k', 'v', 'att'].map(name => v[name + l])
    const [fc, th, act] = ['fc', 'th', 'act'].map(name => v[name + l])
    const dmlp = dx
    d[`Wfcproj${l}`] = rows(act).T.matmul(rows(dmlp))
    d[`bfcproj${l}`] = dmlp.sum([0, 1])
    const dact = dmlp.matmul(p[`Wfcproj${l}`].T)
    const dth = dact.mul(fc).mul(0.5)
    const dinner = dth.mul(tensor(1).sub(th.pow(2)))
    const slope = fc
      .pow(2)
      .mul(3 * 0.044715)
      .add(1)
    const dfc = dact.mul(0.5).mul(th.add(1)).add(dinner.mul(GELU).mul(slope))
    d[`Wfc${l}`] = rows(v[`ln2${l}`]).T.matmul(rows(dfc))
    d[`bfc${l}`] = dfc.sum([0, 1])
    const dln2 = dfc.matmul(p[`Wfc${l}`].T)
    const dx1 = dx.add(layerNorm(`ln2${l}`, String(l), p[`ln2w${l}`], dln2))
    d[`Wproj${l}`] = rows(v[`y${l}`]).T.matmul(rows(dx1))
    d[`bproj${l}`] = dx1.sum([0, 1])
    const dy = dx1.matmul(p[`Wproj${l}`].T)
    const dyh = dy.view(B, T, NH, hs).transpose(1, 2)
    const dv = att.transpose(-2, -1).matmul(dyh)
    const datt = dyh.matmul(vs.transpose(-2, -1))
    const dmasked = att.mul(datt.sub(att.mul(datt).sum(-1, keep)))
    const dscaled = dmasked.maskedFill(future, 0)
    const dscores = dscaled.mul(hs ** -0.5)
    const dq = dscores.matmul(k)
    const dk = dscores.transpose(-2, -1).matmul(q)
    const dqkv = cat(
      [dq, dk, dv].map(t => t.transpose(1, 2).reshape(B, T, C)),
      -1,
    )
    d[`Wqkv${l}`] = rows(v[`ln1${l}`]).T.matmul(rows(dqkv))
    d[`bqkv${l}`] = dqkv.sum([0, 1])
    const dln1 = dqkv.matmul(p[`Wqkv${l}`].T)
    dx = dx1.add(layerNorm(`ln1${l}`, String(l), p[`ln1w${l}`], dln1))
  }
  d.wpe = dx.sum(0)
  d.wte = dwteAsHead.add(zerosLike(p.wte).indexAdd(X, dx))
  return d
}

/** Adam's new numbers: of both means and of the parameter (Kingma and Ba 2015). `t`: which step this is, from 1. */
export function adam(p: Tensor, dp: Tensor, m: Tensor, v: Tensor, t: number, lr: number) {
  const [beta1, beta2, epsilon] = [0.9, 0.99, 1e-8]
  const mNew = m.mul(beta1).add(dp.mul(1 - beta1))
  const vNew = v.mul(beta2).add(dp.mul(dp).mul(1 - beta2))
  const step = mNew.div(1 - beta1 ** t).div(
    vNew
      .div(1 - beta2 ** t)
      .sqrt()
      .add(epsilon),
  )
  return { mNew, vNew, pNew: p.sub(step.mul(lr)) }
}
