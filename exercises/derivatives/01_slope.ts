// %% [markdown]
// # 01 · The slope
//
// A neural network is a function: numbers go in, a number comes out that says how bad it is. To make it better
// you must know which way, and how much, that number moves when something is nudged. This is all that a
// **derivative** is, and everything in this course is built on it. You need no formulas to find one.
//
// ## What to do
//
// This file is TypeScript, made of cells: text in comments, then code. Further down are **blanks**:
// functions that say `return TODO()`. Put your answer in place of `TODO()`, for example `return x * x`, and
// save the file. Then, in the terminal:
//
//     npx ninja check      is it right?
//     npx ninja hint       I am stuck: a little more each time I ask
//     npx ninja next       it is right, go on
//
// | Python | TypeScript |
// |---|---|
// | `def f(x): return x**3 - 2*x` | `const f = (x: number): number => x ** 3 - 2 * x` |
// | `f(2.0)` | `f(2)`: there is one kind of number, always with a decimal point inside |
// | `y = f(x)` inside a function | `const y = f(x)` |
// | `3*x**2`, on paper 3x² | `3 * x ** 2` (not `3x`, and not `^`) |
//
// `: number` says what kind of thing a name stands for. A function can be handed to a function, as in Python.

// %%
import { TODO } from 'backprop-ninja'

// %% The function of this exercise
export const f = (x: number): number => x ** 3 - 2 * x

// %% [markdown]
// ## Nudge it
//
//     f(x + h) |                       *        f at 2:        2³ - 2·2       = 4
//              |                    *  :        f at 2.001:    2.001³ - 4.002 = 4.010006001
//              |                 *     : rise
//         f(x) |  . . . . . *  . . . . :        x was nudged by  h    = 0.001
//              |            :          :        f rose by        rise = 0.010006001
//              +------------+----------+---
//                           x        x + h      f rose about 10 times as much as x
//
// This 10 is the **slope** of f at 2: how many times as much as x does f move? A slope of 0 says: here f
// doesn't care about x. A negative one says: f falls when x grows.
//
// ## Blank 1: rise
//
// How much does `f` gain when `x` is nudged by `h`?

// %% How much f gains
export function rise(f: (x: number) => number, x: number, h: number): number {
  return TODO()
}

// %% [markdown]
// ## Blank 2: slope
//
// The slope is the rise for each unit of the nudge. You may use your `rise`.

// %% How much f gains for each unit of the nudge
export function slope(f: (x: number) => number, x: number, h: number): number {
  return TODO()
}

// %% [markdown]
// ## Blank 3: the limit
//
// With h = 0.001 you get 10.006001, with 0.0001 it is 10.00060001. The smaller the nudge, the nearer to 10.
// What the slope goes to as h goes to 0 is the **derivative**. For x³ - 2x you can see why, on paper:
//
//     (x + h)³ - 2 (x + h)  =  x³ + 3x² h + 3x h² + h³ - 2x - 2h
//
// Take off f(x), divide by h, and let h become 0: what is left? It is a formula in x alone. (From school you
// know it as a rule: the derivative of x^n is n x^(n-1), and of a sum it is the sum.)

// %% The derivative of x³ - 2x
export function derivative(x: number): number {
  return TODO()
}
