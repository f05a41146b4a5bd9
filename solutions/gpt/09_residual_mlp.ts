// %% [markdown]
// # 09 · The residual path and the MLP
//
// A transformer's block has two halves. The first one is attention; its result, `proj`, is given here.
// The second half is a small network with one hidden layer, an **MLP**, which looks at each position on
// its own. Both halves **add** what they found to their input instead of replacing it:
//
//     x0 ----> add --> x1 -+------------------------------------------------> add --> x2
//               ^          |                                                   ^
//     proj -----+          +-- layer norm --> ln2 --> fc -- GELU --> act --> mlp
//
//     x1, ln2, mlp, x2   (B, T, C)          fc, act   (B, T, 4C)
//
// The straight line from `x0` to `x2` is the **residual path**, or skip path.
//
// ## A sum in the forward pass
//
// What does `add` do with a gradient? Nudge an element of `x1`, and the same element of `x2` moves as
// much. The slope is 1, for both parts of the sum. So `add` passes the whole of its gradient to each of
// its inputs: it isn't split between them.
//
// ## A fork in the backward pass
//
// `x1` is used twice: in the sum, and in layer norm. You know what that means:
//
//     dx1  =  (what comes back along the skip path)  +  (what comes back through the MLP)
// tex: \begin{aligned} \name{dx1} &= (\text{what comes back along the skip path}) \\
//   &+ (\text{what comes back through the MLP}) \end{aligned}
//
// The first part is why deep networks can be trained. Here a gradient goes back through 20 such MLPs, 64
// wide, with the small weights that GPT-2 starts with. How large is it on the way, if it starts as 1? Only
// the line of `dx1` differs:
//
//     after this many MLPs               1         5         10         20
//     with both parts                 1.00      1.00       1.01       1.01
//     both parts, but halved          0.50      0.03      0.001       1e-6
//     without the skip path           0.03      2e-8      4e-16      3e-31
//
// Without the first part, the lowest blocks learn nothing at all. Nothing crashes, and the loss still
// falls, because the top of the network learns.
//
// ## A matrix for every position
//
// `ln2` is (B, T, C), and `matmul` multiplies each of its B * T positions by the same `Wfc`. So `Wfc` and
// `bfc` were copied B * T times, as in "Many matrix products at once", in the track broadcasting.
// `x.view(-1, C)` joins B and T and makes one long table of positions. Then the rules for matrices hold
// as they are.
//
// ## What is given
//
// `dx2`, and two gradients of which you have derived the lines: `dfc` (exercise 05) and `dln2_hat`
// (exercise 03). `layerNormBack` is the line of exercise 04 as a function. You can call it.

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

// %% What attention found, and the parameters of the MLP
export const sizes = {
  usual: { B: 3, T: 5, C: 8 },
  small: { B: 4, T: 2, C: 3 },
  other: { B: 2, T: 3, C: 5 },
}

export function inputs({ B, T, C }: typeof sizes.usual, { g }: Source) {
  const x0 = g.randn(B, T, C)                            // (B, T, C)
  const proj = g.randn(B, T, C)                          // (B, T, C)
  const ln2w = g.randn(C).mul(0.1).add(1)                // (C)
  const ln2b = g.randn(C).mul(0.1)                       // (C)
  const Wfc = g.randn(C, 4 * C).mul(C ** -0.5)           // (C, 4 * C)
  const bfc = g.randn(4 * C).mul(0.1)                    // (4 * C)
  const Wfcproj = g.randn(4 * C, C).mul((4 * C) ** -0.5) // (4 * C, C)
  const bfcproj = g.randn(C).mul(0.1)                    // (C)
  const rest = g.randn(B, T, C)                          // (B, T, C): the network that comes after
  return { B, T, C, x0, proj, ln2w, ln2b, Wfc, bfc, Wfcproj, bfcproj, rest }
}

// %% The forward pass
export function forward({
  x0, proj, ln2w, ln2b, Wfc, bfc, Wfcproj, bfcproj, rest,
}: ReturnType<typeof inputs>) {
  const x1 = x0.add(proj)                                // (B, T, C)
  // layer norm
  const ln2_mean = x1.mean(-1, { keepdim: true })        // (B, T, 1)
  const ln2_diff = x1.sub(ln2_mean)                      // (B, T, C)
  const ln2_var = ln2_diff.pow(2).mean(-1, { keepdim: true }) // (B, T, 1)
  const ln2_rstd = ln2_var.add(1e-5).pow(-0.5)           // (B, T, 1)
  const ln2_hat = ln2_diff.mul(ln2_rstd)                 // (B, T, C)
  const ln2 = ln2_hat.mul(ln2w).add(ln2b)                // (B, T, C)
  // the MLP, with GELU between its two matrices
  const fc = ln2.matmul(Wfc).add(bfc)                    // (B, T, 4 * C)
  const inner = fc.add(fc.pow(3).mul(0.044715)).mul((2 / Math.PI) ** 0.5) // (B, T, 4 * C)
  const act = fc.mul(0.5).mul(inner.tanh().add(1))       // (B, T, 4 * C)
  const mlp = act.matmul(Wfcproj).add(bfcproj)           // (B, T, C)
  // the skip path
  const x2 = x1.add(mlp)                                 // (B, T, C)
  const loss = x2.mul(rest).sum()                        // a single number
  return { x1, ln2_mean, ln2_diff, ln2_var, ln2_rstd, ln2_hat, ln2, fc, inner, act, mlp, x2, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% Layer norm backward, from exercise 04
/** The gradient of layer norm's input, from that of the normalized values, `hat`. */
export function layerNormBack(dhat: Tensor, hat: Tensor, rstd: Tensor): Tensor {
  const byMean = dhat.mean(-1, { keepdim: true })
  const byVariance = hat.mul(dhat.mul(hat).mean(-1, { keepdim: true }))
  return rstd.mul(dhat.sub(byMean).sub(byVariance))
}

// %% mlp feeds x2 = x1.add(mlp)
// hint: A sum, seen from one of its two parts.
// hint: The slope of a sum is 1 for each part.
// hint: Nothing was copied and nothing is multiplied: it's the upstream gradient as it is.
export function dmlp({ dx2 }: Scope): Tensor {
  // answer (B, T, C)
  return dx2
  // end answer
}

// %% Wfcproj feeds mlp = act.matmul(Wfcproj).add(bfcproj)
// act (B, T, 4C), Wfcproj (4C, C)
// hint: Each element of Wfcproj is used once for each of the B * T positions.
// hint: Join B and T in act and in dmlp. That makes two tables with a row for each position: (B * T, 4C)
//       and (B * T, C). From those you need (4C, C).
// hint: `act.view(-1, 4 * C).T.matmul(...)`, with dmlp joined in the same way.
export function dWfcproj({ C, act, dmlp }: Scope): Tensor {
  // answer (4 * C, C)
  return act.view(-1, 4 * C).T.matmul(dmlp.view(-1, C))
  // end answer
  // wrong (reduction): return act.view(-1, 4 * C).T.matmul(dmlp.view(-1, C)).mul(1 / act.shape[0])
  // wrong (-): return act.slice(1, 0, 1).view(-1, 4 * C).T.matmul(dmlp.slice(1, 0, 1).view(-1, C))
}

// %% bfcproj feeds mlp = act.matmul(Wfcproj).add(bfcproj)
// hint: Compare (C) with (B, T, C). Along which dimensions was it copied?
// hint: Along two of them, so the gradient is summed over two. The result has the shape (C).
// hint: `dmlp.sum([..., ...])`: a list of both dimensions.
export function dbfcproj({ dmlp }: Scope): Tensor {
  // answer (C)
  return dmlp.sum([0, 1])
  // end answer
}

// %% act feeds mlp = act.matmul(Wfcproj).add(bfcproj)
// hint: The other factor stays on its side, transposed.
// hint: You need (B, T, 4C), made from dmlp (B, T, C) and Wfcproj (4C, C). Sum over C.
// hint: `dmlp.matmul(...)`. No view: matmul uses the one matrix for every position by itself.
export function dact({ Wfcproj, dmlp }: Scope): Tensor {
  // answer (B, T, 4 * C)
  return dmlp.matmul(Wfcproj.T)
  // end answer
}

// %% Wfc feeds fc = ln2.matmul(Wfc).add(bfc)
// ln2 (B, T, C), Wfc (C, 4C)
// hint: As dWfcproj, one layer further back.
// hint: A table of positions from ln2 and one from dfc, which is given: from (B * T, C) and (B * T, 4C)
//       you need (C, 4C).
// hint: `ln2.view(-1, C)`, transposed, times dfc with its first two dimensions joined.
export function dWfc({ C, ln2, dfc }: Scope): Tensor {
  // answer (C, 4 * C)
  return ln2.view(-1, C).T.matmul(dfc.view(-1, 4 * C))
  // end answer
}

// %% bfc feeds fc = ln2.matmul(Wfc).add(bfc)
// hint: As dbfcproj.
// hint: Which dimensions does fc have that bfc doesn't?
// hint: dfc, summed over dimensions 0 and 1.
export function dbfc({ dfc }: Scope): Tensor {
  // answer (4 * C)
  return dfc.sum([0, 1])
  // end answer
}

// %% ln2 feeds fc = ln2.matmul(Wfc).add(bfc)
// hint: As dact.
// hint: You need (B, T, C), made from dfc (B, T, 4C) and Wfc (C, 4C). Sum over 4C.
// hint: `dfc.matmul(...)`, with Wfc transposed.
export function dln2({ Wfc, dfc }: Scope): Tensor {
  // answer (B, T, C)
  return dfc.matmul(Wfc.T)
  // end answer
}

// %% x1 feeds x2 = x1.add(mlp) and, through layer norm, ln2_hat
// hint: Two ways lead from x1 to the loss. Write down what comes back along each, then add.
// hint: Along the skip path: the slope is 1. Through layer norm: a call of `layerNormBack`.
// hint: `dx2.add(layerNormBack(..., ..., ...))`: the gradient of the normalized values, these values, and
//       their rstd.
export function dx1({ ln2_hat, ln2_rstd, dln2, dln2_hat, dx2 }: Scope): Tensor {
  // answer (B, T, C)
  return dx2.add(layerNormBack(dln2_hat, ln2_hat, ln2_rstd))
  // end answer
  // wrong (sign, factor): return dx2.add(layerNormBack(dln2_hat, ln2_hat, ln2_rstd)).mul(0.5)
  // wrong (-): return dx2.add(layerNormBack(dln2, ln2_hat, ln2_rstd))
  // wrong (-): return layerNormBack(dln2_hat.add(dx2), ln2_hat, ln2_rstd)
  // wrong (-): return dx2.add(dln2_hat.mul(ln2_rstd))
}
