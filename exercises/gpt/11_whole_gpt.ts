// %% [markdown]
// # 11 · The whole GPT
//
// Below the block of exercise 10 are two tables of embeddings. Above it are a last layer norm and **the
// head** of the network, which gives each position a score for every letter. (It has nothing to do with the
// heads of attention.) Here you write the gradients around the block:
//
//     X --> tok --> add --> x0 --> the block --> x2 -- layer norm --> lnf --> matmul --> logits --> loss
//            ^       ^                                                          ^
//            |      wpe                                                         |
//            |                                                                  |
//           wte ----------------------------- wte.T ----------------------------+
//
//     tok, x0, x2, lnf   (B, T, C)        logits   (B, T, V)        wte   (V, C)        wpe   (T, C)
//
// ## One table, two uses
//
// Look at `wte`. It has a row for each letter, and `tok` takes the rows of the letters in `X`. The head
// uses the same table again: the score of a letter is the product of its row with a row of `lnf`. This is
// called a **tied** head. GPT-2 has one too. Its table has 50,257 rows, and in the smallest GPT-2 that's
// almost a third of all parameters.
//
//     dwte  =  (what comes back through tok)  +  (what comes back through the head)
//
// The two parts don't look alike. Through `tok` comes something for the letters in `X` only, and a letter
// that occurs three times gets three contributions. Through the head comes something for every letter in
// every position, because each position gives each letter a score.
//
// ## One mean over all positions
//
// Every position predicts the letter that follows it, so there are B * T predictions in a batch. They are
// the rows of one table, (B * T, V), and the loss is their mean. All of them count the same.
//
// In other GPTs rows have unequal lengths and are filled up with **padding**. Such positions predict
// nothing. They have no part in the sum, and they mustn't be counted in what it is divided by. There's no
// padding here: B windows of T letters are cut out of all the names, written one after another. The full
// stop between two names is a letter like any other, and the network learns to predict it.
//
// ## What is given
//
// The gradients inside the block, down to `dx0`. You wrote them in exercise 10, and you'd learn nothing
// from writing them again. With yours from here you then have all of them, from the loss of a GPT to each
// of its 16 parameters.

// %%
import {
  arange, batchAt, crossEntropy, oneHot, type ScopeOf, type Source, type Tensor, TODO, zerosLike,
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

// %% logits feeds loss = crossEntropy(logits.view(B * T, V), Y.view(B * T))
export function dlogits({ B, T, V, Y, logits }: Scope): Tensor {
  return TODO() // (B, T, V)
}

// %% lnf feeds logits = lnf.matmul(wte.T)
export function dlnf({ wte, dlogits }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% lnfw feeds lnf = lnf_hat.mul(lnfw).add(lnfb)
export function dlnfw({ lnf_hat, dlnf }: Scope): Tensor {
  return TODO() // (C)
}

// %% lnfb feeds lnf = lnf_hat.mul(lnfw).add(lnfb)
export function dlnfb({ dlnf }: Scope): Tensor {
  return TODO() // (C)
}

// %% lnf_hat feeds lnf = lnf_hat.mul(lnfw).add(lnfb)
export function dlnf_hat({ lnfw, dlnf }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% x2 feeds, through layer norm, lnf_hat
export function dx2({ lnf_hat, lnf_rstd, dlnf, dlnf_hat }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% tok feeds x0 = tok.add(wpe)
// `dx0`, from exercise 10, is given
export function dtok({ dx0 }: Scope): Tensor {
  return TODO() // (B, T, C)
}

// %% wpe feeds x0 = tok.add(wpe)
// tok (B, T, C), wpe (T, C)
export function dwpe({ dx0 }: Scope): Tensor {
  return TODO() // (T, C)
}

// %% wte feeds tok = wte.index(X) and logits = lnf.matmul(wte.T)
// X (B, T), lnf (B, T, C), wte (V, C)
export function dwte({ C, V, X, wte, lnf, dlogits, dtok }: Scope): Tensor {
  return TODO() // (V, C)
}
