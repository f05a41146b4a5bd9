// %% [markdown]
// # 01 · The slope
//
// A neural network is a function: numbers go in, and one number comes out that tells you how bad the network
// is. To improve it, you need to know how that number moves when you nudge something: which way, and how far.
// That is all a **derivative** is, and everything in this course is built on it. You can find one without any
// formulas.
//
// ## What to do
//
// This file is TypeScript, and it's made of cells: text in comments, then code. Further down you'll find
// **blanks**: functions that say `return TODO()`. Replace `TODO()` with your answer, for example
// `return x * x`, and save the file. Then type one of these in the terminal:
//
//     npx ninja check      is it right?
//     npx ninja hint       I'm stuck: a little more help each time I ask
//     npx ninja next       it's right, go on
//
// | Python | TypeScript |
// |---|---|
// | `def f(x): return x**3 - 2*x` | `const f = (x: number): number => x ** 3 - 2 * x` |
// | `f(2.0)` | `f(2)`: there is only one kind of number, and it's a float |
// | `y = f(x)` inside a function | `const y = f(x)` |
// | `3*x**2`, on paper 3x² | `3 * x ** 2` (not `3x`, and not `^`) |
//
// `: number` tells you what kind of thing a name is. You can pass a function to a function, as in Python.

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
// This 10 is the **slope** of f at 2: f moves about 10 times as far as x. A slope of 0 means that f doesn't
// care about x here. A negative slope means that f falls when x grows.
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
// The slope is the rise per unit of the nudge. You can use your `rise`.

// %% How much f gains per unit of the nudge
export function slope(f: (x: number) => number, x: number, h: number): number {
  return TODO()
}

// %% [markdown]
// ## Blank 3: the limit
//
// With h = 0.001 you get 10.006001. With h = 0.0001 you get 10.00060001. The smaller the nudge, the closer
// you get to 10. The number that the slope approaches as h goes to 0 is the **derivative**. For x³ - 2x you
// can see on paper what it is:
//
//     (x + h)³ - 2 (x + h)  =  x³ + 3x² h + 3x h² + h³ - 2x - 2h
//
// Subtract f(x), divide by h, and let h become 0. What is left? It's a formula in x alone. (You may know it
// as a rule from school: the derivative of x^n is n x^(n-1), and the derivative of a sum is the sum of the
// derivatives.)

// %% The derivative of x³ - 2x
export function derivative(x: number): number {
  return TODO()
}
