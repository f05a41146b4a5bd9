// %% [markdown]
// # 01 · A number that remembers
//
// In this track you build an autograd: a program that finds the gradients of any formula by itself. It's small,
// about a hundred lines, and at the end of the track it trains a neural network. PyTorch does the same with
// tables of numbers.
//
// You need to know what a slope is, and the chain rule. The track derivatives teaches both. Further down are
// **blanks**: they say `return TODO()`. Replace that line with your code, save the file, and run
//
//     npx ninja check      is it right?
//     npx ninja hint       I'm stuck: a little more help each time I ask
//
// ## The idea
//
// To go backwards through a formula, you need to know how it was computed. A plain number can't tell you: is -6 the
// product of 2 and -3, or a difference? So put each number into an object, a `Value`, that remembers three things:
//
//     data       the number
//     a, b       the Values it was made from (none, if you wrote the number down)
//     rule       how it passes its gradient on to them
//
// It has room for a fourth, its own gradient. `grad` tells you how much the final result moves when you nudge this
// number.
//
//     a  2 --+
//            mul --> e -6 --+
//     b -3 --+              +--> add --> d 4 --+
//     c 10 -----------------+                  mul --> L -8     L = (a * b + c) * f
//     f -2 ------------------------------------+
//
// To see a picture with all the numbers, run `npx ninja graph 'L = (a*b + c) * f' a=2 b=-3 c=10 f=-2`.
//
// | Python | TypeScript |
// |---|---|
// | `self.data` | `this.data` |
// | `Value(2.0)` | `new Value(2)` |
// | `a + b`, by a method called __add__ | `a.add(b)`: operators don't work on objects here |
// | `x is None` | `x === null` |
//
// ## A rule
//
// A rule is a function. It takes the result of one step, `out`, and the two Values that this result was made
// from, `a` and `b`. When it is called, `out.grad` is already known: it's the **upstream gradient**. The rule
// works out what that means for `a` and `b`:
//
//     gradient of a  =  gradient of out  *  (how much out moves when a is nudged)
//
// It returns nothing. Instead it writes the gradients: `a.grad = ...` and `b.grad = ...`.

// %%
import { TODO } from 'backprop-ninja'

// %% A step of the backward pass
export type Rule = (out: Value, a: Value, b: Value) => void

// %% [markdown]
// ## Blanks 1 and 2: add and mul
//
// Each returns a new `Value` with everything it has to remember: `new Value(data, rule, a, b)`. The rules are the
// functions below the class, `addBackward` and `mulBackward`. To pass a function on, write its name without `()`.

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
// A rule has no `return`: replace `return TODO()` with the two lines of the rule.

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
// With these four blanks, the check computes L and then goes back. It sets L.grad to 1, because L moves as much
// as you nudge it. Then it calls the rules one after the other, from L to the start. Nobody has written down a
// formula for L's gradients.
