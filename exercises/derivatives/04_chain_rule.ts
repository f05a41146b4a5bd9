// %% [markdown]
// # 04 · The chain rule
//
// Now for the one rule that backpropagation is made of. Take
//
//     L = (a * b + c) * f          at a = 2, b = -3, c = 10, f = -2
//
// and give each step a name:
//
//     a  2 --+
//            * --> e -6 --+
//     b -3 --+            + --> d 4 --+
//     c 10 ---------------+           * --> L -8
//     f -2 ---------------------------+
//
// For each of these names, you want to know: how much does L move when you nudge it? These slopes are written
// dL/da, dL/db, and so on.
//
// ## One step
//
// Start with a single step, the last one: L = d * f. Nudge d by h: L becomes (d + h) * f, so it moves by
// h * f. So dL/dd is f, the other factor: -2. This is the **local** slope of the step.
//
// Another step: d = e + c. Nudge e by h, and d moves by h as well. The local slope of a sum is 1.
//
// ## Two steps
//
// How much does L move when you nudge e? Nudge e by h. Then d moves by 1 * h, and L moves by -2 times as much
// as d.
//
//     dL/de  =  dL/dd * (local slope of d by e)
//
// That is the **chain rule**: multiply the slope that you've already found, closer to L, by the local slope
// of the step. The slope that you've already found is called the **upstream gradient**. If a car is twice
// as fast as a bicycle, and the bicycle is four times as fast as a walker, then the car is 2 * 4 times as
// fast as the walker.
//
// So go **backwards**: start at L, then do d and f, then e and c, then a and b. Each slope needs only what
// you've already found.

// %%
import { TODO } from 'backprop-ninja'

// %% All values, and all slopes of L
export interface Known {
  a: number
  b: number
  c: number
  f: number
  e: number // a * b
  d: number // e + c
  L: number // d * f
  // the slopes, as your functions return them
  dL_dd: number
  dL_df: number
  dL_de: number
  dL_dc: number
  dL_da: number
  dL_db: number
}

// %% [markdown]
// ## Six blanks
//
// The names in braces are what a function is given. You can add any other name from the list above:
// `{ f, d }`. dL/dd is written `dL_dd`, because `/` would divide. Write formulas, not numbers: the check also
// tries other values of a, b, c and f.

// %% d feeds L = d * f
export function dL_dd({ f }: Known): number {
  return TODO()
}

// %% f feeds L = d * f
export function dL_df({ d }: Known): number {
  return TODO()
}

// %% e feeds d = e + c
export function dL_de({ dL_dd }: Known): number {
  return TODO()
}

// %% c feeds d = e + c
export function dL_dc({ dL_dd }: Known): number {
  return TODO()
}

// %% a feeds e = a * b
export function dL_da({ b, dL_de }: Known): number {
  return TODO()
}

// %% b feeds e = a * b
export function dL_db({ a, dL_de }: Known): number {
  return TODO()
}

// %% [markdown]
// ## Blank 7: predict L
//
// What are these numbers good for? They predict the future. Nudge each input by a small amount, and L moves
// by about
//
//     (nudge of a) * dL/da  +  (nudge of b) * dL/db  +  (nudge of c) * dL/dc  +  (nudge of f) * dL/df
//
// In the last blank, all four inputs move **along their gradients**: a becomes a + t * dL/da, and so on, all
// with the same small t. About what will L be then? Don't compute L from the new inputs. Predict it from what
// you already know: the old L and its slopes.

// %% L after a step of t along the gradient
export function predict({ L, dL_da, dL_db, dL_dc, dL_df }: Known, t: number): number {
  return TODO()
}
