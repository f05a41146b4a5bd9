// %% [markdown]
// # 01 · The embeddings
//
// In the track makemore, a network looked at three letters of a name and guessed the next one. In this track
// you go backward through another network that does the same, and does it better: a **GPT**. Yours is small,
// and it learns the same names, but it's built like GPT-2. You need what the track makemore teaches, and no
// more.
//
// ## The whole network
//
//     X (B, T)                  letters, as numbers
//        |
//        |   wte, wpe           a vector for each letter, and one for its position   01
//        |
//     x0 (B, T, C) ---+
//        |            |
//        |   layer norm         each vector gets the mean 0 and the variance 1       02, 03, 04
//        |            |
//        |   attention          each letter looks at the letters before it           06, 07, 08
//        |            |
//        |<--- add ---+
//        |
//     x1 (B, T, C) ---+
//        |            |
//        |   layer norm
//        |            |
//        |   MLP                two linear layers, GELU between them                 05, 09
//        |            |
//        |<--- add ---+
//        |
//     x2 (B, T, C)              from x0 to here it's one block                       10
//        |
//        |   layer norm, wte    a score for each letter that could come next         11
//        |
//     logits (B, T, V)
//        |
//     loss                      a single number
//
// A **block** takes a vector for each letter and gives back a vector for each letter. What comes out has the
// same shape (B, T, C), so blocks can follow each other. The smallest GPT-2 has 12 of them. (In makemore,
// "block" was how many letters the network looked at. Here that's T.)
//
// ## B, T and C
//
// | here | in makemore | how many |
// |---|---|---|
// | B | n | rows in a batch |
// | T | block | letters in a row |
// | C | n_embd | numbers in the vector of a letter |
// | V | vocab | different letters |
//
// In makemore C was the table of vectors. Here that's `wte`, and C is a size: nearly all programs call them
// so. Attention will cut the C numbers of a vector into NH **heads** of hs numbers each. That comes later.
//
// The network in makemore put its three vectors side by side. From there on it had one long row for each
// example. A GPT doesn't do that: from the first line to the last, each letter has a vector of its own.
//
// ## Every position predicts
//
// That changes what a row is good for. In makemore a row was one example: three letters and one guess. Here
// each position of a row makes a guess, so a row of T letters is T examples. X is the row, and Y is what
// comes next:
//
//     position     0   1   2   3   4
//     X            .   e   m   m   a
//     Y            e   m   m   a   .
//
// Position 2 has seen `.em`, and has to guess the second m. The loss is the mean over all B * T guesses, so
// each of them counts 1 / (B * T).
//
// ## Why positions need vectors
//
// Attention mixes the vectors of the letters so far. It takes a weighted mean of them, and the weights come
// from the vectors alone. So it can't tell in which order the letters came. In makemore that was no problem,
// because the first, the second and the third letter had rows of their own in W1. A GPT adds a second
// vector to the letter's own, one that depends on nothing but the position:
//
//     wte (V, C) -- pick rows --> tok (B, T, C) -- add --> x0 (B, T, C)
//                                                   ^
//     wpe (T, C) -----------------------------------+
//
//     x0[b][t]  =  wte[X[b][t]]  +  wpe[t]
// tex: \name{x0}_{bt} = \name{wte}_{X_{bt}} + \name{wpe}_t
//
// `wte` holds the vectors of the letters, and `wpe` those of the positions. `wte.index(X)` picks a row for
// each letter, as `C.index(Xb)` did in makemore. If a letter is in several places, its row is picked several
// times.
//
// python:
// `wte` holds the vectors of the letters, and `wpe` those of the positions. `wte[X]` picks a row for each
// letter, as `C[Xb]` did in makemore. If a letter is in several places, its row is picked several times.
//
// `tok.add(wpe)` adds (T, C) to (B, T, C). Broadcasting compares shapes from the right: T and C fit, and B is
// missing. So all B rows get the same table.

// %%
import { randomBatch, type ScopeOf, type Source, type Tensor, zerosLike } from 'backprop-ninja'

// %% The letters, and the two tables
export const sizes = {
  usual: { B: 3, T: 5, C: 8 },
  small: { B: 2, T: 4, C: 3 },
  other: { B: 5, T: 3, C: 4 },
}

export function inputs({ B, T, C }: typeof sizes.usual, { g, names }: Source) {
  const V = names.vocabulary.length
  const X = randomBatch(names, g, B, T).Xb      // (B, T)
  const wte = g.randn(V, C).mul(0.5)            // (V, C)
  const wpe = g.randn(T, C).mul(0.3)            // (T, C)
  const rest = g.randn(B, T, C)                 // (B, T, C)
  return { B, T, C, V, X, wte, wpe, rest }
}

// %% The forward pass
export function forward({ X, wte, wpe, rest }: ReturnType<typeof inputs>) {
  const tok = wte.index(X)                      // (B, T, C)
  const x0 = tok.add(wpe)                       // (B, T, C)
  const loss = x0.mul(rest).sum()               // a single number
  return { tok, x0, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% [markdown]
// ## Going backwards
//
// The rest of the network isn't there yet. Random numbers take its place: `rest` is as large as `x0`, and
// the loss is the sum of their products. So each element of `x0` has a gradient of its own, as it would have
// in the whole network. `dx0` is given.
//
// | Python | TypeScript |
// |---|---|
// | `x[ix] = v` | `x.indexPut(ix, v)`: if a row is named twice, the last value wins |
// | `x[ix] += v`, row by row | `x.indexAdd(ix, v)`: if a row is named twice, both are added |
//
// python:
// | Python | if ix names a row twice |
// |---|---|
// | `x[ix] = v` | the row gets only one of its values |
// | `x[ix] += v` | only one of its values is added |
// | `x.index_put_((ix,), v, accumulate=True)` | all of its values are added |

// %% tok feeds x0 = tok.add(wpe)
// tok (B, T, C), wpe (T, C)
// hint: A sum of two tables. Does tok get half of the gradient, or all of it?
// hint: The slope of a + b with respect to a is 1, whatever b is. And tok already has the full shape: nothing
//       of it was copied.
// hint: You have nothing to compute. Which gradient does the line receive?
export function dtok({ dx0 }: Scope): Tensor {
  // answer (B, T, C)
  return dx0
  // end answer
  // wrong (sign, factor): return dx0.mul(0.5)
}

// %% wpe feeds x0 = tok.add(wpe)
// tok (B, T, C), wpe (T, C)
// hint: Compare the two shapes. How many elements of x0 does a single element of wpe go into?
// hint: wpe[t] was added at position t of every row of the batch. What was copied in the forward pass is
//       summed in the backward pass. It's a sum, not a mean.
// hint: `dx0.sum(...)`, over the dimension that wpe doesn't have, so that (T, C) is left.
export function dwpe({ dx0 }: Scope): Tensor {
  // answer (T, C)
  return dx0.sum(0)
  // end answer
  // wrong (reduction): return dx0.index(0)
  // wrong (sign, factor): return dx0.sum(0).mul(0.5)
}

// %% wte feeds tok = wte.index(X)
// wte (V, C), tok (B, T, C)
// hint: Each vector in dtok belongs to one row of wte: that of the letter in the same place in X. What about
//       letters that are in several places, and letters that are in none?
// hint: Start with zeros in the shape of wte. A row collects the gradients of all the places it was picked
//       for, and a letter that isn't in X keeps its zeros.
// hint: `zerosLike(wte)`, and then put dtok into the rows that X names. The table above says how, so that all
//       the values of a row are added.
export function dwte({ wte, X, dtok }: Scope): Tensor {
  // answer (V, C)
  return zerosLike(wte).indexAdd(X, dtok)
  // end answer
  // wrong (scatter): const times = zerosLike(wte).indexAdd(X, onesLike(dtok)).clamp({ min: 1 })
  //   return zerosLike(wte).indexAdd(X, dtok).div(times)
}
