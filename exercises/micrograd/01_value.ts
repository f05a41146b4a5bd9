// %% [markdown]
// # 01 · A number that remembers
//
// In this track you build an autograd: a program that finds the gradients of any formula by itself. It is small, a
// hundred lines, and at the end of the track it trains a neural network. PyTorch does the same on tables of numbers.
//
// You need to know what a slope is, and the chain rule; the track derivatives is about both. Further down are
// **blanks**: they say `return TODO()`. Write your code in the place of that line, save, and
//
//     npx ninja check      is it right?
//     npx ninja hint       I am stuck: a little more each time I ask
//
// ## The idea
//
// To go backwards through a formula one must know how it was computed. A plain number doesn't tell: is -6 the product
// of 2 and -3, or a difference? So put each number into an object, a `Value`, that remembers three things:
//
//     data       the number
//     a, b       which Values it was made from (none, if you wrote it down)
//     rule       how it passes its gradient on to them
//
// and has room for a fourth, its own gradient: `grad`, how much the result at the end moves when this one is nudged.
//
//     a  2 --+
//            mul --> e -6 --+
//     b -3 --+              +--> add --> d 4 --+
//     c 10 -----------------+                  mul --> L -8     L = (a * b + c) * f
//     f -2 ------------------------------------+
//
// As a picture with all numbers: `npx ninja graph 'L = (a*b + c) * f' a=2 b=-3 c=10 f=-2`.
//
// | Python | TypeScript |
// |---|---|
// | `self.data` | `this.data` |
// | `Value(2.0)` | `new Value(2)` |
// | `a + b`, by a method called __add__ | `a.add(b)`: operators do not work on objects here |
// | `x is None` | `x === null` |
//
// ## A rule
//
// A rule is a function. It is handed the result of one step, `out`, and what this was made from, `a` and `b`. When it is
// called, `out.grad` is known already. It works out what that means for `a` and `b`:
//
//     gradient of a  =  gradient of out  *  (how much out moves when a is nudged)
//
// It returns nothing; it writes: `a.grad = ...` and `b.grad = ...`.

// %%
import { TODO } from 'backprop-ninja'

// %% A step of the way back
export type Rule = (out: Value, a: Value, b: Value) => void

// %% [markdown]
// ## Blanks 1 and 2: add and mul
//
// Each returns a new `Value` that has all it needs to remember: `new Value(data, rule, a, b)`. The rules are the
// functions below the class, `addBackward` and `mulBackward`. To hand a function on, write its name, without `()`.

// %% A number that remembers how it was made
export class Value {
  data: number
  grad = 0
  readonly rule: Rule | null
  readonly a: Value | null
  readonly b: Value | null

  constructor(data: number, rule: Rule | null = null, a: Value | null = null, b: Value | null = null) {
    this.data = data
    this.rule = rule
    this.a = a
    this.b = b
  }

  add(other: Value): Value {
    return TODO()
  }

  mul(other: Value): Value {
    return TODO()
  }
}

// %% [markdown]
// ## Blanks 3 and 4: their rules
//
// A rule has no `return`: put its two lines in the place of `return TODO()`.

// %% out = a + b
export function addBackward(out: Value, a: Value, b: Value): void {
  return TODO()
}

// %% out = a * b
export function mulBackward(out: Value, a: Value, b: Value): void {
  return TODO()
}

// %% [markdown]
// ## What you will have
//
// With these four the check computes L, and goes back: it sets L.grad to 1 (nudge L, and L moves as much) and calls the
// rules one after the other, from L to the start. No formula of L's gradients is written down anywhere.
