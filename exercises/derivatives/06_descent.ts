// %% [markdown]
// # 06 · What the numbers mean
//
// A gradient is a list of slopes, one for each number that you can change. Three things can be read off it:
//
// - **sensitivity**: a large slope, whatever its sign, means that this number matters here. One near 0: it
//   doesn't.
// - **direction**: the sign says which way the loss grows. The gradient as a whole points to where it grows
//   fastest.
// - **descent**: so a small step the other way makes the loss smaller. Do it again and again, and you have
//   trained.
//
// The landscape of this exercise is a long valley, steep from side to side, nearly flat along:
//
//     loss(x, y)  =  (x² + 20 y²) / 2          its gradient:  [x, 20 y]          lowest at (0, 0)

// %%
import { TODO } from 'backprop-ninja'

// %% A valley
export type Point = readonly [x: number, y: number]
export const loss = ([x, y]: Point): number => (x ** 2 + 20 * y ** 2) / 2
export const gradient = ([x, y]: Point): Point => [x, 20 * y]

// %% [markdown]
// ## Blank 1: sensitivity
//
// The gradient of a loss by its inputs is given as a list. Which input matters most? Give its place in the
// list, from 0.
//
// | Python | TypeScript |
// |---|---|
// | `abs(x)` | `Math.abs(x)` |
// | `[abs(x) for x in xs]` | `xs.map(x => Math.abs(x))` |
// | `max(xs)`, `xs.index(x)` | `Math.max(...xs)`, `xs.indexOf(x)` |

// %% The place of the input that the loss is most sensitive to
export function mostSensitive(slopes: readonly number[]): number {
  return TODO()
}

// %% [markdown]
// ## Blank 2: direction
//
// Of all nudges of the same length, which makes the loss grow most? The one along the gradient. Give it with
// the length 1. The length of a list of numbers is the square root of the sum of their squares;
// `Math.hypot(...xs)` computes it.

// %% The nudge of length 1 that makes the loss grow most
export function steepest(slopes: readonly number[]): number[] {
  return TODO()
}

// %% [markdown]
// ## Blank 3: one step down
//
// Each number moves **against** its slope, by `rate` times the slope. The rate is called the learning rate. Give
// the new point as a list of two.

// %% The point after a step
export function step([x, y]: Point, [dx, dy]: Point, rate: number): Point {
  return TODO()
}

// %% [markdown]
// ## Blank 4: the way down
//
// Begin at `start` and take as many steps as asked for, each with the gradient of where you **are**. Give
// the losses on the way: first that of the start, then one after each step. So there is one more than steps.
//
// | Python | TypeScript |
// |---|---|
// | `for i in range(steps):` | `for (let i = 0; i < steps; i++) { … }` |
// | `ys += [x]` | `ys.push(x)` |

// %% The losses on the way down
export function descend(start: Point, rate: number, steps: number): number[] {
  return TODO()
}

// %% [markdown]
// ## What you will see
//
// The check draws the way down for three learning rates. A small one is safe and slow. A larger one is fast.
// One that is a little too large jumps over the valley from side to side, higher each time: that is what a
// loss that grows, or becomes NaN, usually means. How large is too large depends on the steepest direction,
// and it keeps all others slow. Much of the art of training is about this, and batch normalization, which
// you meet in the makemore track, makes valleys rounder.
//
// You now know all that a network needs: slopes by the chain rule, and steps against them. Next, in the
// track micrograd, you write a program that finds the slopes by itself.
