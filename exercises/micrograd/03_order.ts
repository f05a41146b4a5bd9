// %% [markdown]
// # 03 · The order
//
// So far, somebody had to tell the program in which order the steps were made. But a Value remembers what it
// was made from, so the program can find the order by itself: start at the result, go to what it was made from,
// and on from there.
//
// In which order may it call the rules? Here d is used twice, by f and by m:
//
//     a --+
//         mul --> d --+----------------> add --> f        d = a * b
//     b --+           |                   |               m = d * c
//                     +--> mul --> m -----+               f = d + m
//     c ---------------------+
//
// The rule of f gives gradients to d and to m. Now d has one. May the program call d's rule? No: m still has
// more to give to d. If d passed its gradient on now, a and b would get only a part of theirs. So
//
//     a Value passes its gradient on only after all the Values that were made from it have passed on theirs.
//
// An order in which everything comes before what it was made from is called a **topological order**. You don't
// get one by going down from f and calling each rule as you reach it, or by going level by level: d would come
// before m.
//
// ## How to find one: count
//
// 1. Count how many times each Value is used. Above: f 0, d 2, m 1, c 1, a 1, b 1.
// 2. Put the result on a list. Then go along that list. For each Value on it, subtract 1 from the count of each of its
//    parents, the Values that it was made from. When a count falls to 0, everything that uses this parent is on
//    the list already. Now put the parent at the end of the list too.
//
// Try it on paper: f; then m (d still has 1 left); then c and d, in either order; then a and b.
//
// Most programs use a function that calls itself for the parents. That's short, but it breaks for a long
// formula: each call waits for the calls inside it, and only about ten thousand of them can be open at once.
// Yours must work at any depth.

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
// Go through all the Values that `last` was made from, however far back, and count how many times each is used.
// `last` itself is in the map too, with 0.
//
// | Python | TypeScript |
// |---|---|
// | `uses = {last: 0}` | `const uses = new Map([[last, 0]])` |
// | `uses[v]`, `uses[v] = 3`, `v in uses` | `uses.get(v)`, `uses.set(v, 3)`, `uses.has(v)` |
// | `uses.get(v, 0) + 1`: 0 if it isn't there | `(uses.get(v) ?? 0) + 1`, with the parentheses |
// | `for v in uses:` | `for (const v of uses.keys()) { … }` |
// | `list.append(v); print(list)` | `list.push(v)`, `console.log(list)` |
//
// Python forbids adding to a dictionary while you iterate over it. TypeScript allows it, for maps and for
// lists: what you add on the way gets its turn too. So you don't need a second list.

// %% How many times each Value is used
export function countUses(last: Value): Map<Value, number> {
  return TODO()
}

// %% [markdown]
// ## Blank 2: order
//
// Return a list of the same Values, each once, in which every Value comes before what it was made from. There
// are many such orders, and each is right. You don't have to count: any way that finds such an order at any
// depth is right.

// %% Everything before what it was made from
export function order(last: Value): Value[] {
  return TODO()
}

// %% [markdown]
// ## Blank 3: backward
//
// This is the whole backward pass. Where does it start, and what happens to each Value in that order? `passOn(v)`,
// in the cell above, calls the rule of v.

// %% All gradients
export function backward(last: Value): void {
  return TODO()
}
