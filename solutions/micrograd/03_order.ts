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

// %% include start.ts
export * from './start.ts'
import { parentsOf, passOn, type Value } from './start.ts'

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
// hint: Start with a map that has only `last` in it, and go through its keys. What do you do with the parents
//       of each?
// hint: Each parent is used once more: set it to what it had (0 if it wasn't there) plus 1. That puts it into
//       the map, so it gets its turn by itself.
// hint: Inside `for (const v of uses.keys())` write `for (const parent of parentsOf(v))`, and inside that
//       `uses.set(parent, (uses.get(parent) ?? 0) + 1)`. Then return uses.
export function countUses(last: Value): Map<Value, number> {
  // answer
  const uses = new Map([[last, 0]])
  for (const v of uses.keys()) {
    for (const parent of parentsOf(v)) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  }
  return uses
  // end answer
  // wrong (overwritten, doubled, subtracted):
  //   const uses = new Map([[last, 0]])
  //   for (const v of uses.keys()) for (const parent of parentsOf(v)) uses.set(parent, 1)
  //   return uses
  //   > Every count stays at 1, however often a Value is used. Add 1 to what was there, and keep the parentheses:
  //   > `(uses.get(parent) ?? 0) + 1`.
  // wrong (overwritten, doubled, subtracted):
  //   const uses = new Map([[last, 0]])
  //   for (const v of uses.keys()) for (const parent of parentsOf(v)) uses.set(parent, uses.get(parent) ?? 0 + 1)
  //   return uses
  //   > Every count stays at 1, however often a Value is used. Add 1 to what was there, and keep the parentheses:
  //   > `(uses.get(parent) ?? 0) + 1`.
  // wrong (not finite):
  //   const uses = new Map([[last, 0]])
  //   for (const v of uses.keys()) for (const parent of parentsOf(v)) uses.set(parent, uses.get(parent)! + 1)
  //   return uses
  //   > Your counts are NaN. The first time you meet a Value, it isn't in the map: `uses.get(parent)` is undefined, and
  //   > undefined + 1 is NaN. Write `(uses.get(parent) ?? 0) + 1`.
  // wrong (overwritten, doubled, subtracted):
  //   const uses = new Map<Value, number>([[last, 0]])
  //   const visit = (v: Value): void => {
  //     for (const parent of parentsOf(v)) { uses.set(parent, (uses.get(parent) ?? 0) + 1); visit(parent) }
  //   }
  //   visit(last)
  //   return uses
  //   > You go through d once for each of its uses, so a and b count twice. Go through every Value only once. And
  //   > don't let your function call itself: for a long formula, too many calls are open at once.
  // wrong (overwritten, doubled, subtracted):
  //   const uses = new Map([[last, 0]])
  //   const list = [last]
  //   for (const v of list) for (const parent of parentsOf(v)) { uses.set(parent, (uses.get(parent) ?? 0) + 1); list.push(parent) }
  //   return uses
  //   > You go through d once for each of its uses, so a and b count twice. Go through every Value only once.
  // wrong (a use forgotten):
  //   const uses = new Map([[last, 0]])
  //   for (const parent of parentsOf(last)) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //   return uses
  //   > You count only what the result itself was made from. Go on to the parents of its parents, and so on to the
  //   > start.
  // wrong (a use forgotten):
  //   const uses = new Map<Value, number>()
  //   for (const v of [last]) for (const parent of parentsOf(v)) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //   return uses
  //   > You count only what the result itself was made from. Go on to the parents of its parents, and so on to the
  //   > start. And put the result into the map too, with 0.
  // wrong (a use forgotten):
  //   const uses = new Map<Value, number>()
  //   const all = new Set([last])
  //   for (const v of all) for (const parent of parentsOf(v)) { uses.set(parent, (uses.get(parent) ?? 0) + 1); all.add(parent) }
  //   return uses
  //   > The result is missing from your map. Put it there, with 0.
  // wrong (sign, factor):
  //   const uses = new Map([[last, 1]])
  //   for (const v of uses.keys()) for (const parent of parentsOf(v)) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //   return uses
  //   > Nothing uses the result itself: start it with 0.
  // wrong (a use forgotten):
  //   const uses = new Map([[last, 0]])
  //   for (const v of uses.keys()) for (const parent of new Set(parentsOf(v))) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //   return uses
  //   > In a + a, the sum uses a twice, and you count it once. Count both parents, even if they are the same Value.
  // wrong (a use forgotten):
  //   const uses = new Map<Value, number>()
  //   if (last.rule === null) return uses
  //   uses.set(last, 0)
  //   for (const v of uses.keys()) for (const parent of parentsOf(v)) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //   return uses
  //   > Your map is empty when `last` was made from nothing. `last` belongs in the map, with 0, even then.
  // wrong (stale or aliased):
  //   const all = new Set([last])
  //   for (const v of all) for (const parent of parentsOf(v)) { parent.grad += 1; all.add(parent) }
  //   return new Map([...all].map(v => [v, v.grad]))
  //   > You're keeping your counts in `grad`. That's where the gradient goes: keep them in a map.
  // wrong (stale or aliased):
  //   const uses: Map<Value, number> = ((Value as never as { uses: Map<Value, number> }).uses ??= new Map())
  //   const all = new Set([last])
  //   uses.set(last, uses.get(last) ?? 0)
  //   for (const v of all) for (const parent of parentsOf(v)) { uses.set(parent, (uses.get(parent) ?? 0) + 1); all.add(parent) }
  //   return uses
  //   > Called a second time for the same Values, your counts go on from those of the first call. Make a new map in
  //   > each call.
  // wrong (order):
  //   const uses = new Map<Value, number>([[last, 0]])
  //   const visit = (v: Value): void => {
  //     for (const parent of parentsOf(v)) {
  //       const known = uses.has(parent)
  //       uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //       if (!known) visit(parent)
  //     }
  //   }
  //   visit(last)
  //   return uses
  //   > Your counts are right, but not for a long formula. A function that calls itself at each step keeps all the
  //   > calls open at once, and that's too many. Keep a list or a map, and go along it while it grows.
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
// hint: f has passed on, so d waits for one use less, and m for none. A Value may go on the list when it waits for
//       nothing.
// hint: Go along a list that starts with `last`. Each parent of v loses one of its uses. If none is left, put it
//       at the end of the list.
// hint: `const left = uses.get(parent)! - 1`, then `uses.set(parent, left)`, then
//       `if (left === 0) list.push(parent)`. (The `!` tells TypeScript that it's there.)
export function order(last: Value): Value[] {
  // answer
  const uses = countUses(last)
  const list = [last]
  for (const v of list) {
    for (const parent of parentsOf(v)) {
      const left = uses.get(parent)! - 1
      uses.set(parent, left)
      if (left === 0) list.push(parent)
    }
  }
  return list
  // end answer
  // wrong (order): return [...countUses(last).keys()]
  //   > You list the Values in the order in which you come across them. Some come before others that were made from
  //   > them. Put a Value on the list only when all its uses are there.
  // wrong (order):
  //   const list = [last]
  //   for (const v of list) for (const parent of parentsOf(v)) if (!list.slice(0, 50).includes(parent)) list.push(parent)
  //   return list
  //   > You list the Values in the order in which you come across them. Some come before others that were made from
  //   > them. Put a Value on the list only when all its uses are there.
  // wrong (order): return [...countUses(last)].sort((a, b) => a[1] - b[1]).map(([v]) => v)
  //   > Sorting by the number of uses doesn't give the order: a Value that's used twice may come late, after what it
  //   > was made from. Go along your list, and subtract one use from each parent that you come to.
  // wrong (order):
  //   const list: Value[] = []
  //   const seen = new Set<Value>()
  //   const visit = (v: Value): void => {
  //     if (seen.has(v)) return
  //     seen.add(v)
  //     for (const parent of parentsOf(v)) visit(parent)
  //     list.push(v)
  //   }
  //   visit(last)
  //   return list.reverse()
  //   > Your order is right, but not for a long formula. A function that calls itself at each step keeps all the
  //   > calls open at once, and that's too many. Keep a list, and go along it while it grows.
  // wrong (order):
  //   const list: Value[] = []
  //   const seen = new Set<Value>()
  //   const visit = (v: Value): void => {
  //     if (seen.has(v)) return
  //     seen.add(v)
  //     for (const parent of parentsOf(v)) visit(parent)
  //     list.push(v)
  //   }
  //   visit(last)
  //   return list
  //   > Your list is the wrong way round: the result must come first. And it fails for a long formula: a function
  //   > that calls itself at each step keeps too many calls open at once. Keep a list, and go along it while it
  //   > grows.
  // wrong (order):
  //   const uses = countUses(last)
  //   const list = [last]
  //   for (const v of list) {
  //     for (const parent of parentsOf(v)) {
  //       const left = uses.get(parent)! - 1
  //       uses.set(parent, left)
  //       if (left === 0) list.push(parent)
  //     }
  //   }
  //   return list.reverse()
  //   > Your list is the wrong way round: the result comes last. The backward pass starts with the result, so it must
  //   > come first.
  // wrong (a use forgotten):
  //   const uses = countUses(last)
  //   const list = [last]
  //   for (const v of list) for (const parent of parentsOf(v)) if (uses.get(parent) === 1) list.push(parent)
  //   return list
  //   > A Value that's used more than once never gets onto your list. Each time you meet it, subtract 1 from its
  //   > count and store that in the map. When the count is 0, put the Value on the list.
  // wrong (overwritten, doubled, subtracted):
  //   const list = [last]
  //   for (const v of list) list.push(...parentsOf(v))
  //   return list
  //   > You list a Value once for each of its uses, so its rule would be called more than once. Put it on the list
  //   > only when its count falls to 0.
  // wrong (a use forgotten):
  //   const uses = countUses(last)
  //   const list = [last]
  //   for (const v of list) {
  //     for (const parent of parentsOf(v) as (Value & { seen?: boolean })[]) {
  //       const left = uses.get(parent)! - 1
  //       uses.set(parent, left)
  //       if (left === 0 && !parent.seen) list.push(parent)
  //       if (left === 0) parent.seen = true
  //     }
  //   }
  //   return list
  //   > Called a second time for the same Values, your function loses some of them: it remembers something from the
  //   > first call. Make new lists, maps and sets in each call, and leave no marks on the Values.
  // wrong (a use forgotten):
  //   const uses = countUses(last)
  //   const list = parentsOf(last).length === 0 ? [] : [last]
  //   for (const v of list) {
  //     for (const parent of parentsOf(v)) {
  //       uses.set(parent, uses.get(parent)! - 1)
  //       if (uses.get(parent) === 0) list.push(parent)
  //     }
  //   }
  //   return list
  //   > Your list is empty when `last` was made from nothing. `last` belongs on the list even then.
  // wrong (a use forgotten):
  //   const uses = countUses(last)
  //   const list: Value[] = []
  //   for (const v of list) {
  //     for (const parent of parentsOf(v)) {
  //       uses.set(parent, uses.get(parent)! - 1)
  //       if (uses.get(parent) === 0) list.push(parent)
  //     }
  //   }
  //   return list
  //   > Your list leaves out Values, even when `last` is the only one. Start the list with `last` in it.
  // wrong (stale or aliased):
  //   for (const [v, count] of countUses(last)) v.grad = count
  //   const list = [last]
  //   for (const v of list) for (const parent of parentsOf(v)) if (--parent.grad === 0) list.push(parent)
  //   return list
  //   > Your order is right, but you changed the gradients of the Values. `grad` is where the gradient goes: keep
  //   > your counts in a map.
}

// %% [markdown]
// ## Blank 3: backward
//
// This is the whole backward pass. Which gradient do you know without any rule? And then, what does each Value do
// when it is its turn? `passOn(v)`, in the cell above, calls the rule of v.

// %% All gradients
// hint: The result moves as much as you nudge it. So what's its gradient?
// hint: Set `last.grad` to 1. Then go through the order and let each Value pass its gradient on.
// hint: `for (const v of order(last)) …`
export function backward(last: Value): void {
  // answer
  last.grad = 1
  for (const v of order(last)) passOn(v)
  // end answer
  // wrong (a use forgotten): for (const v of order(last)) passOn(v)
  //   > You never set the gradient of the result. The result moves as much as you nudge it: start with `last.grad = 1`.
  // wrong (order): last.grad = 1; for (const v of order(last).reverse()) passOn(v)
  //   > Only the result had a gradient to pass on. All others must pass on theirs after it: go along `order(last)`
  //   > from its beginning to its end.
  // wrong (order): last.grad = 1; passOn(last)
  //   > Only the result had a gradient to pass on. All others must pass on theirs after it: go along `order(last)`
  //   > from its beginning to its end.
  // wrong (order): last.grad = 1; for (const v of countUses(last).keys()) passOn(v)
  //   > A Value passed its gradient on before all of it had arrived. Call the rules in the order that `order(last)`
  //   > gives.
  // wrong (order):
  //   last.grad = 1
  //   const visit = (v: Value): void => {
  //     passOn(v)
  //     for (const parent of parentsOf(v)) visit(parent)
  //   }
  //   visit(last)
  //   > A Value that's used twice passed its gradient on twice. Each passes it on once, when all of it has arrived:
  //   > go along `order(last)`.
  // wrong (wrong operand): last.grad = 1; for (const v of order(last)) v.rule!(v, v.a!, v.b!)
  //   > You call a rule that isn't there: a number that you wrote down has none, its `rule` is null. `passOn(v)`
  //   > looks first.
  // wrong (wrong operand): last.grad = last.data; for (const v of order(last)) passOn(v)
  //   > You started with the number of the result. Start with its gradient: nudge the result, and it moves by just as
  //   > much.
  // wrong (sign, factor): for (const v of order(last)) { v.grad = 1; passOn(v) }
  //   > You set every gradient to 1 on the way. Only the result starts with 1.
  // wrong (overwritten, doubled, subtracted): last.grad = 1; passOn(last); for (const v of order(last)) passOn(v)
  //   > The rule of the result was called twice, so the gradients are twice too large. The result is in `order(last)`
  //   > already.
  // wrong (overwritten, doubled, subtracted): last.grad += 1; for (const v of order(last)) passOn(v)
  //   > You added 1 to the old gradient of the result. The backward pass starts with 1, whatever was there:
  //   > `last.grad = 1`.
  // wrong (a use forgotten): if (last.rule === null) return; last.grad = 1; for (const v of order(last)) passOn(v)
  //   > The gradient stays 0 when the result was made from nothing. Even then the result moves as much as you nudge
  //   > it: set it to 1.
  // wrong (a use forgotten): last.grad = 1; for (const v of order(last)) if (v.data !== 0) passOn(v)
  //   > A Value whose number is 0 passed nothing on. Its gradient needn't be 0: pass it on too.
  // wrong (stale or aliased): last.grad = 1; for (const v of order(last)) { passOn(v); if (v !== last && v.rule !== null) v.grad = 0 }
  //   > You set gradients on the backward pass to 0. Leave them: each tells you how the result moves with that step.
}

// %% check
import type { Check, Pair } from 'backprop-ninja'

type Learner = Pick<typeof import('./03_order.ts'), 'Value' | 'countUses' | 'order' | 'backward'>

const CHAIN = 40_000
const RIGHT = 'each before what it was made from'

function asText(list: readonly Value[], all: readonly Value[]): string {
  if (!Array.isArray(list)) return 'not a list'
  const place = new Map(list.map((v, i) => [v, i]))
  if (place.size < list.length) return 'one is in it twice'
  if (all.some(v => !place.has(v))) return 'not all are in it'
  if (list.length > all.length) return 'others are in it'
  const isEach = (isRight: (parent: number, own: number) => boolean) =>
    all.every(v => parentsOf(v).every(parent => isRight(place.get(parent)!, place.get(v)!)))
  if (isEach((parent, own) => own < parent)) return RIGHT
  return isEach((parent, own) => own > parent) ? 'each after what it was made from' : 'one after what it was made from'
}

/** What comes of a + a + a + …: as many sums, one in the other. It takes a while, so it's tried once for each file. */
const results = new WeakMap<object, Map<string, number | string>>()
function deep(learner: Learner, blank: string, run: (all: readonly Value[]) => number | string): number | string {
  const known = results.get(learner) ?? new Map<string, number | string>()
  results.set(learner, known)
  if (!known.has(blank)) known.set(blank, unlessTooDeep(() => run(chainOf(learner))))
  return known.get(blank)!
}

function chainOf({ Value }: Learner): Value[] {
  const all = [new Value(1)]
  for (let i = 0; i < CHAIN; i++) all.push(all[i].add(all[0]))
  return all
}

function unlessTooDeep<T>(run: () => T): T | string {
  try {
    return run()
  } catch (error) {
    if (/call stack/.test(String(error))) return 'the stack overflows'
    throw error
  }
}

export const check: Check<Learner> = (learner, { g }) => {
  const [x, y, z] = [1.5 + g.random() / 2, -3 - g.random(), 4 + g.random()]
  const values = (...numbers: number[]) => numbers.map(number => new learner.Value(number))
  const last = (all: readonly Value[]): Value => all[all.length - 1]
  const alone = () => values(x)
  const tree = () => {
    const [a, b, c, f] = values(2, -3, 10, -2)
    const e = a.mul(b)
    const d = e.add(c)
    return [a, b, c, f, e, d, d.mul(f)]
  }
  const diamond = (first = -2, second = 3) => {
    const [a, b] = values(first, second)
    const [d, e] = [a.mul(b), a.add(b)]
    return [a, b, d, e, d.mul(e)]
  }
  /** The example of the text; `late`: with d on the right. */
  const shared = (late = false) => {
    const [a, b, c] = values(x, y, z)
    const d = a.mul(b)
    const m = d.mul(c)
    return [a, b, c, d, m, late ? m.add(d) : d.add(m)]
  }
  const twice = () => {
    const [a] = values(x)
    return [a, a.add(a)]
  }
  /** A row about the Values of a formula, in the order in which they were made. */
  const row =
    (blank: string, ask: (all: Value[]) => ReturnType<Pair['learner']>) =>
    (name: string, make: () => Value[], expected?: Pair['expected']): Pair => {
      const pair = { name: `${blank} of ${name}`, blank, learner: () => ask(make()) }
      return expected === undefined ? pair : { ...pair, expected }
    }
  const counts = row('countUses', all => {
    const uses = learner.countUses(last(all))
    return all.map(v => uses.get(v) ?? -1)
  })
  const order = row('order', all => asText(learner.order(last(all)), all))
  const back = row('backward', all => {
    learner.backward(last(all))
    return all.map(v => v.grad)
  })
  /** The formula after something was asked about it. */
  const asked = (ask: (last: Value) => unknown, all: Value[]) => {
    ask(last(all))
    return all
  }
  /** Whether the gradients are as they were. */
  const kept = (blank: string, ask: (last: Value) => unknown): Pair => ({
    name: `the gradients of the Values, after ${blank}`,
    blank,
    learner: () => {
      const all = shared()
      for (const v of all) v.grad = z
      return asked(ask, all).every(v => v.grad === z) ? 'as they were' : 'changed'
    },
  })
  const chain = (blank: string, expected: number | string, ask: (all: readonly Value[]) => number | string) => ({
    name: `${blank} of a + … + a, 40,000 sums`,
    blank,
    learner: () => deep(learner, blank, ask),
    expected,
  })
  return [
    counts('a + a: a, the sum', twice, [2, 0]),
    counts('d + d * c: a, b, c, d, m, f', shared),
    {
      name: 'countUses of a alone: a, whether others are in the map',
      blank: 'countUses',
      learner: () => {
        const [a] = alone()
        const uses = learner.countUses(a)
        return [uses.get(a) ?? -1, uses.size > 1]
      },
    },
    counts('d + d * c, once more: a, b, c, d, m, f', () => asked(learner.countUses, shared())),
    kept('countUses', last => learner.countUses(last)),
    chain('countUses', CHAIN + 1, all => learner.countUses(last(all)).get(all[0]) ?? -1),
    order('(a * b + c) * f', tree, RIGHT),
    order('a + a', twice),
    order('(a * b) * (a + b)', diamond),
    order('d + d * c', shared),
    order('d * c + d', () => shared(true)),
    order('a alone', alone),
    order('d + d * c, once more', () => asked(learner.order, shared())),
    kept('order', last => learner.order(last)),
    chain('order', RIGHT, all => asText(learner.order(last(all)), all)),
    back('(a * b + c) * f: a, b, c, f, then the steps', tree, [6, -4, -2, 4, -2, -2, 1]),
    back('a + a: a, the result', twice),
    back('(a * b) * (a + b): a, b, then the steps', diamond),
    back('d + d * c: a, b, c, d, m, the result', shared, [y * (1 + z), x * (1 + z), x * y, 1 + z, 1, 1]),
    back('d * c + d: a, b, c, d, m, the result', () => shared(true)),
    back('a alone: its gradient', alone),
    back('a + a, whose gradient was 3 before: a, the result', () => asked(sum => (sum.grad = 3), twice())),
    back('(a * b) * (a + b), the sum 0: a, b, then the steps', () => diamond(3, -3)),
    {
      ...chain('backward', CHAIN + 1, all => {
        learner.backward(last(all))
        return all[0].grad
      }),
      learned: 'a formula of 40,000 steps, one in the other',
    },
  ]
}
