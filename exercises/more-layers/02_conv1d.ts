// %% [markdown]
// # 02 · A convolution over time
//
// A **convolution** looks at a sequence through a small window, and it uses the same weights wherever the
// window is. Here the sequence has T steps, and at each step there are Cin numbers. The window is three
// steps wide. Both ends are padded with a 0, so that the result has T steps too. With T = 5:
//
//     xpad        0    x0    x1    x2    x3    x4     0
//
//     y0 sees   left  here  right
//     y1 sees         left  here  right
//     y2 sees               left  here  right
//     y3 sees                     left  here  right
//     y4 sees                           left  here  right
//
// Each row of the picture tells you what an output sees. `W` has one part for each place in the window:
// for `left`, for `here` and for `right`. Each part is a table (Cin, Cout).
//
//     y[t]  =  x[t - 1] @ W_left  +  x[t] @ W_here  +  x[t + 1] @ W_right  +  b
//
// ## As small steps
//
// All windows at once are three long slices of `xpad`. Put side by side, they are one wide table, and then
// the whole convolution is one matrix product. (CS231n calls this im2col, PyTorch calls it unfold.)
//
//     left   (B, T, Cin)     steps 0 to T - 1 of xpad     -+
//     here   (B, T, Cin)     steps 1 to T                 -+- cat -->  cols (B, T, 3 * Cin)
//     right  (B, T, Cin)     steps 2 to T + 1             -+
//
//     cols (B, T, 3 * Cin)   @   W (3 * Cin, Cout)   +   b (Cout)   =   y (B, T, Cout)
//
// ## Going backwards
//
// Now read the picture by columns: a column tells you who sees an input. x1 is seen three times, each
// time in another role. The 0 at either end is seen too, but it isn't a part of `x`.
//
// | TypeScript | what it gives |
// |---|---|
// | `x.slice(1, a, b)` | along dimension 1, elements a up to (but not including) b |
// | `cat([x, y, z], 1)` | the three of them one after the other, along dimension 1 |
// | `zeros(B, 2, Cin)` | zeros, in that shape |
// | `x.view(-1, Cout)` | one long table with Cout columns |
//
// `dy` is given.

// %%
import { cat, type ScopeOf, type Source, type Tensor, TODO, zeros } from 'backprop-ninja'

// %% A batch of sequences, and the kernel
export const sizes = {
  usual: { B: 4, T: 6, Cin: 3, Cout: 5 },
  small: { B: 2, T: 5, Cin: 4, Cout: 3 },
  other: { B: 5, T: 4, Cin: 2, Cout: 7 },
}

export function inputs({ B, T, Cin, Cout }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(B, T, Cin)                                  // (B, T, Cin)
  const W = g.randn(3 * Cin, Cout).mul((3 * Cin) ** -0.5)       // (3 * Cin, Cout)
  const b = g.randn(Cout).mul(0.1)                              // (Cout)
  const rest = g.randn(B, T, Cout)                              // (B, T, Cout), in place of a whole network
  return { B, T, Cin, Cout, x, W, b, rest }
}

// %% The forward pass
export function forward({ B, T, Cin, x, W, b, rest }: ReturnType<typeof inputs>) {
  const xpad = cat([zeros(B, 1, Cin), x, zeros(B, 1, Cin)], 1)  // (B, T + 2, Cin)
  const left = xpad.slice(1, 0, T)                              // (B, T, Cin)
  const here = xpad.slice(1, 1, T + 1)                          // (B, T, Cin)
  const right = xpad.slice(1, 2, T + 2)                         // (B, T, Cin)
  const cols = cat([left, here, right], 2)                      // (B, T, 3 * Cin)
  const y = cols.matmul(W).add(b)                               // (B, T, Cout)
  const loss = y.tanh().mul(rest).sum()                         // a single number
  return { xpad, left, here, right, cols, y, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% b feeds y = cols.matmul(W).add(b)
// (Cout): the same numbers are added at every step of every sequence
export function db({ dy }: Scope): Tensor {
  return TODO() // (Cout)
}

// %% W feeds y = cols.matmul(W).add(b)
export function dW({ Cin, Cout, cols, dy }: Scope): Tensor {
  return TODO() // (3 * Cin, Cout)
}

// %% cols feeds y = cols.matmul(W).add(b)
export function dcols({ W, dy }: Scope): Tensor {
  return TODO() // (B, T, 3 * Cin)
}

// %% left feeds cols = cat([left, here, right], 2)
export function dleft({ Cin, dcols }: Scope): Tensor {
  return TODO() // (B, T, Cin)
}

// %% here feeds cols = cat([left, here, right], 2)
export function dhere({ Cin, dcols }: Scope): Tensor {
  return TODO() // (B, T, Cin)
}

// %% right feeds cols = cat([left, here, right], 2)
export function dright({ Cin, dcols }: Scope): Tensor {
  return TODO() // (B, T, Cin)
}

// %% xpad feeds left, here and right
export function dxpad({ B, Cin, dleft, dhere, dright }: Scope): Tensor {
  return TODO() // (B, T + 2, Cin)
}

// %% x feeds xpad = cat([zeros(B, 1, Cin), x, zeros(B, 1, Cin)], 1)
export function dx({ T, dxpad }: Scope): Tensor {
  return TODO() // (B, T, Cin)
}

// %% [markdown]
// ## A convolution, too
//
// Put your last lines together, and look at one step of the result:
//
//     dx[t]  =  dy[t - 1] @ W_right.T  +  dy[t] @ W_here.T  +  dy[t + 1] @ W_left.T
//
// That's a window of three steps again, now over `dy`, and the parts of the kernel are in the opposite
// order. Papers call the kernel "flipped". You didn't have to know that: you only asked who saw each
// input.
