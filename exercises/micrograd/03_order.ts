// %% [markdown]
// # 03 · The order
//
// So far, somebody had to tell the program in which order to call the rules. But a Value remembers what it was
// made from, so the program can find an order by itself. Not every order is right. Here d is used twice, by f
// and by m:
//
//     a --+
//         mul --> d --+----------------> add --> f        d = a * b
//     b --+           |                   |               m = d * c
//                     +--> mul --> m -----+               f = d + m
//     c ---------------------+
//
// The rule of f gives gradients to d and to m. Now d has one, and it could pass it on to a and b. Play it through
// on paper: first f, then d, then m. What is missing in a and b in the end? So what must a Value wait for?
//
// In Andrej Karpathy's lecture on micrograd, a function that calls itself for each parent finds a right order. That's
// short, but it fails for a long formula: each call waits for the calls inside it, and only about ten thousand of them
// can be open at once. Yours must work at any depth.

// %%
import { TODO } from 'backprop-ninja'

// %% What you have so far
/** How a step passes the gradient of its result on to the Values it was made from. */
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

export function addBackward(out: Value, a: Value, b: Value): void {
  a.grad += out.grad
  b.grad += out.grad
}

export function mulBackward(out: Value, a: Value, b: Value): void {
  a.grad += b.data * out.grad
  b.grad += a.data * out.grad
}

/** What a Value was made from: two Values, or none. The two may be the same Value. */
export function parentsOf(v: Value): Value[] {
  return v.a === null || v.b === null ? [] : [v.a, v.b]
}

/** Calls the rule of v, if it has one. */
export function passOn(v: Value): void {
  if (v.rule !== null && v.a !== null && v.b !== null) v.rule(v, v.a, v.b)
}

// %% [markdown]
// ## Blank 1: countUses
//
// To know what a Value still has to wait for, you need to know how many uses it has. Go through all the Values that
// `last` was made from, however far back, and count: above, that's f 0, d 2, m 1, c 1, a 1, b 1. In a + a, the a has
// two uses. `last` itself is in the map too, with 0. `parentsOf(v)`, in the cell above, lists the Values that v was
// made from.
//
// | Python | TypeScript |
// |---|---|
// | `uses = {last: 0}` | `const uses = new Map([[last, 0]])` |
// | `uses[v]`, `uses[v] = 3`, `v in uses` | `uses.get(v)`, `uses.set(v, 3)`, `uses.has(v)` |
// | `uses.get(v, 0) + 1`: 0 if it isn't there | `(uses.get(v) ?? 0) + 1`, with the parentheses |
// | `for v in uses:` | `for (const v of uses.keys()) { … }` |
// | `list.append(v); print(list)` | `list.push(v)`, `console.log(list)` |
//
// In TypeScript you may add to a map or a list while you go along it: what you add gets its turn too.

// %% How many times each Value is used
export function countUses(last: Value): Map<Value, number> {
  return TODO()
}

// %% [markdown]
// ## Blank 2: order
//
// Return a list of the same Values, each once, in which every Value comes before what it was made from. That's
// called a **topological order**. There are many, and each is right, however you find it.
//
// One way begins like this: f is on the list, because nothing uses it. When f has passed its gradient on, what has
// changed for d, and what for m? Which of the two may go on the list now? And what about c? Try it on paper with
// those counts, until all six are on your list.

// %% Everything before what it was made from
export function order(last: Value): Value[] {
  return TODO()
}

// %% [markdown]
// ## Blank 3: backward
//
// This is the whole backward pass. Which gradient do you know without any rule? And then, what does each Value do
// when it is its turn? `passOn(v)`, in the cell above, calls the rule of v.

// %% All gradients
export function backward(last: Value): void {
  return TODO()
}
