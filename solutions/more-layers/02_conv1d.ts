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
// tex: y_t = x_{t-1} W_{\text{left}} + x_t W_{\text{here}} + x_{t+1} W_{\text{right}} + b
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
// tex: \underset{(B,\,T,\,3 \,\cdot\, \name{Cin})}{\name{cols}} \;
//   \underset{(3 \,\cdot\, \name{Cin},\,\name{Cout})}{W} + \underset{(\name{Cout})}{b}
//   = \underset{(B,\,T,\,\name{Cout})}{y}
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
// python:
// | Python | what it gives |
// |---|---|
// | `x[:, a:b]`, `x[:, :, a:b]` | along dimension 1 (2), elements a up to (but not including) b |
// | `torch.cat([x, y, z], 1)` | the three of them one after the other, along dimension 1 |
// | `torch.zeros(B, 2, Cin)` | zeros, in that shape |
// | `x.view(-1, Cout)` | one long table with Cout columns |
//
// `dy` is given.

// %%
import { cat, type ScopeOf, type Source, type Tensor, zeros } from 'backprop-ninja'

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
// hint: In how many places is one element of b added?
// hint: At T steps in each of B sequences. What was copied in the forward pass is summed in the backward
//       pass, and it was copied along two dimensions.
// hint: `dy.sum(...)` with a list of the two dimensions that b doesn't have.
export function db({ dy }: Scope): Tensor {
  // answer (Cout)
  return dy.sum([0, 1])
  // end answer
  // wrong (reduction): return dy.sum(0)
  // wrong (reduction): return dy.sum(1)
  // wrong (reduction): return dy.mean([0, 1])
  // wrong (sign, factor): return dy.sum(0).mean(0)
}

// %% W feeds y = cols.matmul(W).add(b)
// hint: One kernel for all windows, wherever they are. So each of its numbers collects from every window.
// hint: There are B times T windows, and each is one row. Join the first two dimensions of cols into one,
//       and those of dy too. Then it's the gradient of a linear layer.
// hint: `cols.view(-1, 3 * Cin).T` is (3 * Cin, B * T). Multiply it by dy as a table of Cout columns.
export function dW({ Cin, Cout, cols, dy }: Scope): Tensor {
  // answer (3 * Cin, Cout)
  return cols.view(-1, 3 * Cin).T.matmul(dy.view(-1, Cout))
  // end answer
}

// %% cols feeds y = cols.matmul(W).add(b)
// hint: A matrix product, seen from its left operand. Is anything copied here?
// hint: Each window is a row of its own, so nothing adds up over B and T: (B, T, Cout) becomes (B, T, 3 *
//       Cin).
// hint: `dy.matmul(...)`, with W transposed.
export function dcols({ W, dy }: Scope): Tensor {
  // answer (B, T, 3 * Cin)
  return dy.matmul(W.T)
  // end answer
}

// %% left feeds cols = cat([left, here, right], 2)
// hint: cat only puts tables side by side. Where in cols are the columns of left?
// hint: They are the first Cin of its 3 * Cin columns. What comes back to them is in the same place of
//       dcols.
// hint: `dcols.slice(2, ...)`: along dimension 2, which elements?
export function dleft({ Cin, dcols }: Scope): Tensor {
  // answer (B, T, Cin)
  return dcols.slice(2, 0, Cin)
  // end answer
}

// %% here feeds cols = cat([left, here, right], 2)
// hint: As for left, further on in the row.
// hint: The columns of here begin after those of left, and there are Cin of them.
// hint: `dcols.slice(2, Cin, ...)`: where do they end?
export function dhere({ Cin, dcols }: Scope): Tensor {
  // answer (B, T, Cin)
  return dcols.slice(2, Cin, 2 * Cin)
  // end answer
}

// %% right feeds cols = cat([left, here, right], 2)
// hint: The last third of the row.
// hint: It begins after two times Cin columns.
// hint: `dcols.slice(2, 2 * Cin, ...)`: the whole row is three times Cin wide.
export function dright({ Cin, dcols }: Scope): Tensor {
  // answer (B, T, Cin)
  return dcols.slice(2, 2 * Cin, 3 * Cin)
  // end answer
}

// %% xpad feeds left, here and right
// hint: Three uses, so three parts to add. Each is a table of T steps that belongs somewhere among T + 2
//       steps.
// hint: What came from steps 0 to T - 1 goes back to them, and the other two steps get 0 from this use.
//       The windows overlap, so don't write one part over another: make each T + 2 steps long, and add.
// hint: `cat([dleft, zeros(B, 2, Cin)], 1)` is the part of left. For here a zero step goes in front and
//       one behind. For right both go in front.
export function dxpad({ B, Cin, dleft, dhere, dright }: Scope): Tensor {
  // answer (B, T + 2, Cin)
  const fromLeft = cat([dleft, zeros(B, 2, Cin)], 1)
  const fromHere = cat([zeros(B, 1, Cin), dhere, zeros(B, 1, Cin)], 1)
  const fromRight = cat([zeros(B, 2, Cin), dright], 1)
  return fromLeft.add(fromHere).add(fromRight)
  // end answer
  // wrong (overwritten, doubled, subtracted): return cat([dleft.slice(1, 0, 1), dhere.slice(1, 0, 1), dright], 1)
  // wrong (wrong operand):
  //   const fromLeft = cat([zeros(B, 2, Cin), dleft], 1)
  //   const fromHere = cat([zeros(B, 1, Cin), dhere, zeros(B, 1, Cin)], 1)
  //   const fromRight = cat([dright, zeros(B, 2, Cin)], 1)
  //   return fromLeft.add(fromHere).add(fromRight)
  // wrong (index): return cat([dleft.add(dhere).add(dright), zeros(B, 2, Cin)], 1)
  // wrong (a use forgotten): return cat([zeros(B, 1, Cin), dhere, zeros(B, 1, Cin)], 1)
  // wrong (index): return cat([zeros(B, 1, Cin), dleft.add(dhere).add(dright), zeros(B, 1, Cin)], 1)
  // wrong (-): return dleft.add(dhere).add(dright)
  // wrong (sign, factor):
  //   const fromLeft = cat([dleft, zeros(B, 2, Cin)], 1)
  //   const fromHere = cat([zeros(B, 1, Cin), dhere, zeros(B, 1, Cin)], 1)
  //   const fromRight = cat([zeros(B, 2, Cin), dright], 1)
  //   return fromLeft.add(fromHere).add(fromRight).div(3)
}

// %% x feeds xpad = cat([zeros(B, 1, Cin), x, zeros(B, 1, Cin)], 1)
// hint: Which steps of xpad are those of x?
// hint: The zeros at the ends are no part of x. What comes back to them goes nowhere.
// hint: `dxpad.slice(1, ...)`: leave out its first step and its last.
export function dx({ T, dxpad }: Scope): Tensor {
  // answer (B, T, Cin)
  return dxpad.slice(1, 1, T + 1)
  // end answer
  // wrong (index): return dxpad.slice(1, 0, T)
  // wrong (index): return dxpad.slice(1, 2, T + 2)
  // wrong (local derivative missing): return dxpad
}

// %% [markdown]
// ## A convolution, too
//
// Put your last lines together, and look at one step of the result:
//
//     dx[t]  =  dy[t - 1] @ W_right.T  +  dy[t] @ W_here.T  +  dy[t + 1] @ W_left.T
// tex: \name{dx}_t = \name{dy}_{t-1} W_{\text{right}}^\top + \name{dy}_t W_{\text{here}}^\top
//   + \name{dy}_{t+1} W_{\text{left}}^\top
//
// That's a window of three steps again, now over `dy`, and the parts of the kernel are in the opposite
// order. Papers call the kernel "flipped". You didn't have to know that: you only asked who saw each
// input.
