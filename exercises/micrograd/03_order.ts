// %% [markdown]
// # 03 · The order
//
// So far somebody had to say in which order the steps were made. A Value remembers what it was made from, so the program
// can find that out by itself: start at the result, go to what it was made from, and on from there.
//
// But in which order may the rules be called? Here d is used twice, by f and by m:
//
//     a --+
//         mul --> d --+----------------> add --> f        d = a * b
//     b --+           |                   |               m = d * c
//                     +--> mul --> m -----+               f = d + m
//     c ---------------------+
//
// The rule of f gives gradients to d and to m. Now d has one: may its rule be called? No. From m there is more to come,
// and what d has passed on to a and b by then would be a part only. So
//
//     a Value passes its gradient on after all that were made from it have done so.
//
// An order in which everything stands before what it was made from is called a **topological order**. Going down from f
// and calling each rule as you get there, or level by level, doesn't give one: d would come before m.
//
// ## How to find one: count
//
// 1. Count for each Value how many times it is used. Above: f 0, d 2, m 1, c 1, a 1, b 1.
// 2. Put the result on a list. Then go along that list: for each Value on it, take one off the count of each of its
//    parents, the Values that it was made from. A count that falls to 0 says: all who use this one are on the list
//    already. Then it is put at the end of the list too.
//
// Try it on paper: f; then m (d still has 1 left); then c and d, in whichever order; then a and b.
//
// Most programs do it by a function that calls itself for the parents. That is short, and breaks for a long formula: each
// call waits for the calls inside it, and some ten thousand at a time are too many. Yours shall have no limit.

// %%
import { TODO } from 'backprop-ninja'

// %% What you have so far
/** How a step passes the gradient of its result on to what it was made from. */
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

/** What a Value was made from: two Values, or none. The same one may stand there twice. */
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
// It goes through all Values that `last` was made from, however far back, and counts how many times each is used.
// `last` itself is in it with 0.
//
// | Python | TypeScript |
// |---|---|
// | `uses = {last: 0}` | `const uses = new Map([[last, 0]])` |
// | `uses[v]`, `uses[v] = 3`, `v in uses` | `uses.get(v)`, `uses.set(v, 3)`, `uses.has(v)` |
// | `uses.get(v, 0) + 1`: 0 if it isn't there | `(uses.get(v) ?? 0) + 1`, with the parentheses |
// | `for v in uses:` | `for (const v of uses.keys()) { … }` |
// | `list.append(v); print(list)` | `list.push(v)`, `console.log(list)` |
//
// Python forbids to add to a dictionary while you go through it. Here it is allowed, for maps and for lists: what is added
// on the way gets its turn too. This makes a function short that would need a second list otherwise.

// %% How many times each Value is used
export function countUses(last: Value): Map<Value, number> {
  return TODO()
}

// %% [markdown]
// ## Blank 2: order
//
// A list of the same Values, each once, in which every Value stands before what it was made from. There are many such
// orders, and each is right. Another way than counting is right too, if it gives one and has no limit.

// %% Everything before what it was made from
export function order(last: Value): Value[] {
  return TODO()
}

// %% [markdown]
// ## Blank 3: backward
//
// The way back, all of it: where does it start, and what happens to each Value in that order? `passOn(v)`, in the cell
// above, calls the rule of v.

// %% All gradients
export function backward(last: Value): void {
  return TODO()
}
