import { arange, batchAt, type Source } from 'backprop-ninja'

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
