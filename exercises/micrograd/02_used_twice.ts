// %% [markdown]
// # 02 · Used twice
//
// Below is the autograd of exercise 01. It is wrong. All the formulas that you tried there use each number once. Now
// take
//
//     s = a + a
//
// Nudge a by t, and s moves by 2t: the gradient of a is 2. But what does the rule of a sum do? Here its `a` and
// its `b` are the **same** Value, and the rule sets its gradient to 1. Twice.
//
// It isn't always that easy to see. Here a and b are each used in two steps, e and d:
//
//     a -2 --+--> mul --> d -6 --+
//            |     |             mul --> f -6
//            +--> add --> e 1 ---+
//     b  3 --+                             (b goes into both steps too)
//
// A nudge of a travels both ways at once. What arrives at f one way and the other **adds up**. So the gradient
// of a is the sum of what comes back through each of its uses. A rule can't know whether it's the first to
// write to `a.grad`, or whether another rule will write to it later.

// %%
import { TODO } from 'backprop-ninja'

// %% A number that remembers how it was made
export type Rule = (out: Value, a: Value, b: Value) => void

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
    return new Value(this.data + other.data, addBackward, this, other)
  }
  mul(other: Value): Value {
    return new Value(this.data * other.data, mulBackward, this, other)
  }
}

// %% [markdown]
// ## Blanks 1 and 2: fix the rules
//
// These two rules may look like what you wrote in exercise 01. They are wrong: fix them. (If yours were already right
// there, good: write them again.)

// %% out = a + b
export function addBackward(out: Value, a: Value, b: Value): void {
  a.grad = out.grad
  b.grad = out.grad
}

// %% out = a * b
export function mulBackward(out: Value, a: Value, b: Value): void {
  a.grad = b.data * out.grad
  b.grad = a.data * out.grad
}

// %% [markdown]
// ## The backward pass
//
// `sweep` takes all steps, in the order in which they were made. It calls their rules from the last to the first.

// %% From the result to the start
export function sweep(steps: readonly Value[]): void {
  steps[steps.length - 1].grad = 1
  for (const step of steps.toReversed()) {
    if (step.rule !== null && step.a !== null && step.b !== null) step.rule(step, step.a, step.b)
  }
}

// %% [markdown]
// ## Blank 3: start at 0 again
//
// Adding up has a price. Training goes back through a formula again and again, with the same weights in it.
// Their gradients from last time are still there, and the new ones would be added on top. So before each
// backward pass you set the gradients to 0. In PyTorch that's `optimizer.zero_grad()`, and forgetting it is one
// of the most common mistakes.
//
// | Python | TypeScript |
// |---|---|
// | `for v in values: v.data = 1` | `for (const v of values) v.data = 1` |

// %% All gradients back to 0
export function zeroGrad(values: readonly Value[]): void {
  return TODO()
}
