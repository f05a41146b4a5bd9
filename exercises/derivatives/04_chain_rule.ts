// %% [markdown]
// # 04 · The chain rule
//
// Now the one rule that backpropagation is made of. Take
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
// Asked for is, for every name: by how much does L move when it is nudged? Written dL/da, dL/db, …
//
// ## One step
//
// Look at one step alone first, the last: L = d * f. Nudge d by t: L becomes (d + t) * f, it moves by t * f.
// So dL/dd is f, the other factor: -2. This is the **local** slope of the step.
//
// Another step: d = e + c. Nudge e by t, and d moves by t as well: the local slope of a sum is 1.
//
// ## Two steps
//
// How much does L move when e is nudged? Nudge e by t: d moves by 1 * t, and each nudge of d moves L by -2
// times as much.
//
//     dL/de  =  dL/dd * (local slope of d by e)
//
// That is the **chain rule**: what comes from above, times the local slope of the step. If a car is twice as
// fast as a bicycle, and the bicycle four times as fast as a walker, the car is 2 * 4 times as fast as the
// walker.
//
// So go **backwards**: begin at L, then d and f, then e and c, then a and b. Each needs only what stands
// above it.

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
  // what has been found from above
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
// In braces stand the names that a function is handed. You may add any other of the list above: `{ f, d }`.
// dL/dd is written `dL_dd`, since `/` would divide. Write formulas, not numbers: the check also tries other
// values of a, b, c and f.

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
// What are these numbers good for? They tell the future. Nudge each input by a small amount, and L moves by
// about
//
//     (nudge of a) * dL/da  +  (nudge of b) * dL/db  +  (nudge of c) * dL/dc  +  (nudge of f) * dL/df
//
// The last blank: all four inputs are moved **along their gradients**: a becomes a + t * dL/da, and so on,
// with the same small t. About what will L be? (Not by computing it anew: from what is known already.)

// %% L after a step of t along the gradient
export function predict({ L, dL_da, dL_db, dL_dc, dL_df }: Known, t: number): number {
  return TODO()
}
