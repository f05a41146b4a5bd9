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

// %% include start.ts
export * from './start.ts'
import { parentsOf, passOn, type Value } from './start.ts'

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
// hint: Begin with a map that has only `last` in it. Go through its keys; what do you do with the parents of each?
// hint: Each parent is used once more: set it to what it had (0 if it wasn't there) plus 1. By this it is in the map,
//       and gets its turn by itself.
// hint: `for (const v of uses.keys())`, in it `for (const parent of parentsOf(v))`, in it
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
  // wrong (overwritten, doubled, subtracted):
  //   const uses = new Map<Value, number>([[last, 0]])
  //   const visit = (v: Value): void => {
  //     for (const parent of parentsOf(v)) { uses.set(parent, (uses.get(parent) ?? 0) + 1); visit(parent) }
  //   }
  //   visit(last)
  //   return uses
  // wrong (a use forgotten):
  //   const uses = new Map([[last, 0]])
  //   for (const parent of parentsOf(last)) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //   return uses
  // wrong (a use forgotten):
  //   const uses = new Map<Value, number>()
  //   for (const v of [last]) for (const parent of parentsOf(v)) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //   return uses
  // wrong (sign, factor):
  //   const uses = new Map([[last, 1]])
  //   for (const v of uses.keys()) for (const parent of parentsOf(v)) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //   return uses
  // wrong (a use forgotten):
  //   const uses = new Map([[last, 0]])
  //   for (const v of uses.keys()) for (const parent of new Set(parentsOf(v))) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //   return uses
  // wrong (a use forgotten):
  //   const uses = new Map<Value, number>()
  //   if (last.rule === null) return uses
  //   uses.set(last, 0)
  //   for (const v of uses.keys()) for (const parent of parentsOf(v)) uses.set(parent, (uses.get(parent) ?? 0) + 1)
  //   return uses
  // wrong (stale or aliased):
  //   const all = new Set([last])
  //   for (const v of all) for (const parent of parentsOf(v)) { parent.grad += 1; all.add(parent) }
  //   return new Map([...all].map(v => [v, v.grad]))
  // wrong (stale or aliased):
  //   const uses: Map<Value, number> = ((Value as never as { uses: Map<Value, number> }).uses ??= new Map())
  //   const all = new Set([last])
  //   uses.set(last, uses.get(last) ?? 0)
  //   for (const v of all) for (const parent of parentsOf(v)) { uses.set(parent, (uses.get(parent) ?? 0) + 1); all.add(parent) }
  //   return uses
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
}

// %% [markdown]
// ## Blank 2: order
//
// A list of the same Values, each once, in which every Value stands before what it was made from. There are many such
// orders, and each is right. Another way than counting is right too, if it gives one and has no limit.

// %% Everything before what it was made from
// hint: Step 2 above. You need the counts, and a list that begins with `last`.
// hint: Go along the list with `for … of`. Each parent of v loses one use; if none is left, it goes to the end of the list.
// hint: `const left = uses.get(parent)! - 1`, then `uses.set(parent, left)`, then `if (left === 0) list.push(parent)`.
//       (The `!` says to TypeScript: it is there.)
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
  // wrong (order):
  //   const list = [last]
  //   for (const v of list) for (const parent of parentsOf(v)) if (!list.slice(0, 50).includes(parent)) list.push(parent)
  //   return list
  // wrong (order): return [...countUses(last)].sort((a, b) => a[1] - b[1]).map(([v]) => v)
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
  // wrong (a use forgotten):
  //   const uses = countUses(last)
  //   const list = [last]
  //   for (const v of list) for (const parent of parentsOf(v)) if (uses.get(parent) === 1) list.push(parent)
  //   return list
  // wrong (overwritten, doubled, subtracted):
  //   const list = [last]
  //   for (const v of list) list.push(...parentsOf(v))
  //   return list
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
  // wrong (stale or aliased):
  //   for (const [v, count] of countUses(last)) v.grad = count
  //   const list = [last]
  //   for (const v of list) for (const parent of parentsOf(v)) if (--parent.grad === 0) list.push(parent)
  //   return list
}

// %% [markdown]
// ## Blank 3: backward
//
// The way back, all of it: where does it start, and what happens to each Value in that order? `passOn(v)`, in the cell
// above, calls the rule of v.

// %% All gradients
// hint: The result moves as much as it is nudged. What is its gradient?
// hint: Set `last.grad` to 1, then let each Value of the order pass its gradient on.
// hint: `for (const v of order(last)) …`
export function backward(last: Value): void {
  // answer
  last.grad = 1
  for (const v of order(last)) passOn(v)
  // end answer
  // wrong (a use forgotten): for (const v of order(last)) passOn(v)
  // wrong (order): last.grad = 1; for (const v of order(last).reverse()) passOn(v)
  // wrong (order): last.grad = 1; for (const v of countUses(last).keys()) passOn(v)
  // wrong (order):
  //   last.grad = 1
  //   const visit = (v: Value): void => {
  //     passOn(v)
  //     for (const parent of parentsOf(v)) visit(parent)
  //   }
  //   visit(last)
  // wrong (order): last.grad = 1; passOn(last)
  // wrong (wrong operand): last.grad = last.data; for (const v of order(last)) passOn(v)
  // wrong (sign, factor): for (const v of order(last)) { v.grad = 1; passOn(v) }
  // wrong (overwritten, doubled, subtracted): last.grad = 1; passOn(last); for (const v of order(last)) passOn(v)
  // wrong (overwritten, doubled, subtracted): last.grad += 1; for (const v of order(last)) passOn(v)
  // wrong (a use forgotten): if (last.rule === null) return; last.grad = 1; for (const v of order(last)) passOn(v)
  // wrong (-): last.grad = 1; for (const v of order(last)) if (v.data !== 0) passOn(v)
  // wrong (stale or aliased): last.grad = 1; for (const v of order(last)) { passOn(v); if (v !== last && v.rule !== null) v.grad = 0 }
}

// %% check
import type { Check, Pair, Slip } from 'backprop-ninja'

interface Learner {
  Value: typeof Value
  countUses: typeof countUses
  order: typeof order
  backward: typeof backward
}

const CHAIN = 40_000
const OVERFLOW = 'the stack overflows'
const overflow: Slip = {
  family: 'order',
  value: OVERFLOW,
  message:
    'A function that calls itself for each step keeps all calls open at once, and these are too many. Keep a list of your own, and go along it while it grows.',
}
const RIGHT = 'each before what it was made from'
const orders: readonly Slip[] = [
  {
    family: 'shape',
    value: 'no list',
    message: 'Nothing came back that is a list. Is a `return` missing?',
  },
  {
    family: 'order',
    value: 'from the start to the result',
    message: 'The list is the wrong way round: the result stands last. Going back begins with it.',
  },
  {
    family: 'order',
    value: 'one before another that uses it',
    message: 'A Value stands before another one that was made from it. It may come only when all of its uses are on the list.',
  },
  {
    family: 'overwritten, doubled, subtracted',
    value: 'one stands in it twice',
    message: 'A Value stands in it twice, and would pass its gradient on twice. Put it on the list when its count falls to 0, and only then.',
  },
  {
    family: 'a use forgotten',
    value: 'not all are in it',
    message: 'Not all Values are in it. One that is used twice loses one use each time, until none is left.',
  },
  {
    family: 'stale or aliased',
    value: 'others are in it',
    message: 'There are Values in it that the result was not made from. Begin with a new list in each call.',
  },
  overflow,
]

/** Wrong ways back, and what to say of each. */
const ways: readonly { family: Slip['family']; message: string; run: (last: Value) => void }[] = [
  {
    family: 'a use forgotten',
    message:
      'All gradients are 0. Where does the way back start? Nudge the result, and it moves as much: `last.grad` is 1.',
    run: last => {
      for (const v of order(last)) passOn(v)
    },
  },
  {
    family: 'order',
    message:
      'Only the result had something to pass on. Each Value passes on when all that were made from it have: go along `order(last)` as it is, to its end.',
    run: last => {
      last.grad = 1
      passOn(last)
    },
  },
  {
    family: 'order',
    message:
      'A Value passed its gradient on before all of it had arrived. Call the rules in the order that `order(last)` gives.',
    run: last => {
      last.grad = 1
      for (const v of countUses(last).keys()) passOn(v)
    },
  },
  {
    family: 'order',
    message:
      'A Value that is used twice passed its gradient on twice. Each passes on once, when all of it has arrived: go along `order(last)`.',
    run: last => {
      last.grad = 1
      const visit = (v: Value): void => {
        passOn(v)
        for (const parent of parentsOf(v)) visit(parent)
      }
      visit(last)
    },
  },
  {
    family: 'sign, factor',
    message: 'The gradients were set to 1 on the way. Only the result starts with 1.',
    run: last => {
      for (const v of order(last)) {
        v.grad = 1
        passOn(v)
      }
    },
  },
  {
    family: 'wrong operand',
    message: 'The way back starts with the number of the result. It starts with its slope by itself, 1.',
    run: last => {
      last.grad = last.data
      for (const v of order(last)) passOn(v)
    },
  },
  {
    family: 'overwritten, doubled, subtracted',
    message: 'These are twice too large: the rule of the result was called twice.',
    run: last => {
      last.grad = 1
      passOn(last)
      for (const v of order(last)) passOn(v)
    },
  },
]

function asText(list: readonly Value[], all: readonly Value[]): string {
  if (!Array.isArray(list)) return 'no list'
  if (list.length === all.length && list.every((v, i) => v === all[all.length - 1 - i])) return RIGHT
  const place = new Map(list.map((v, i) => [v, i]))
  if (place.size < list.length) return 'one stands in it twice'
  if (all.some(v => !place.has(v))) return 'not all are in it'
  if (list.length > all.length) return 'others are in it'
  const turned = (v: Value): boolean => parentsOf(v).some(parent => place.get(parent)! < place.get(v)!)
  if (list.length === all.length && !list.some(turned)) return RIGHT
  return all.every(v => parentsOf(v).every(parent => place.get(parent)! < place.get(v)!))
    ? 'from the start to the result'
    : 'one before another that uses it'
}

/** What came, or that the stack was too small for it. */
function deep<T>(run: () => T): T | string {
  try {
    return run()
  } catch (error) {
    if (/call stack/.test(String(error))) return OVERFLOW
    throw error
  }
}

/** a + a + a + …: as many sums, one in the other. */
function chainOf({ Value }: Learner): Value[] {
  const all = [new Value(1)]
  for (let i = 0; i < CHAIN; i++) all.push(all[i].add(all[0]))
  return all
}

/** What comes of the chain takes a while, and is the same whatever was drawn: once for each file that is tried. */
const results = new WeakMap<object, Map<string, number | string>>()
function once(learner: Learner, blank: string, run: (all: readonly Value[]) => number | string): number | string {
  const known = results.get(learner) ?? new Map<string, number | string>()
  results.set(learner, known)
  const result = known.get(blank) ?? deep(() => run(chainOf(learner)))
  known.set(blank, result)
  return result
}

export const check: Check<Learner> = (learner, { g }) => {
  const [x, y, z] = [1.5 + g.random() / 2, -3 - g.random(), 4 + g.random()]
  const values = (...numbers: number[]) => numbers.map(number => new learner.Value(number))
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
  const shared = (late: boolean) => {
    const [a, b, c] = values(x, y, z)
    const d = a.mul(b)
    const m = d.mul(c)
    return [a, b, c, d, m, late ? m.add(d) : d.add(m)]
  }
  const twice = () => {
    const [a] = values(x)
    return [a, a.add(a)]
  }
  const last = (all: readonly Value[]): Value => all[all.length - 1]
  const counts = (make: () => Value[]) => () => {
    const all = make()
    const uses = learner.countUses(last(all))
    return all.map(v => uses.get(v) ?? -1)
  }
  const orderRow = (name: string, make: () => Value[]): Pair => ({
    name: `order: ${name}`,
    blank: 'order',
    learner: () => {
      const all = make()
      return asText(learner.order(last(all)), all)
    },
    expected: RIGHT,
    slips: orders,
  })
  const grads = (make: () => Value[], many: number, run: (last: Value) => void) => () => {
    const all = make()
    run(last(all))
    return [...all.slice(0, many), last(all)].map(v => v.grad)
  }
  const backRow = (name: string, make: () => Value[], expected: readonly number[]): Pair => ({
    name: `backward of ${name}, the result`,
    blank: 'backward',
    learner: grads(make, expected.length, last => learner.backward(last)),
    expected: [...expected, 1],
    slips: ways.map(({ family, message, run }) => ({ family, message, value: grads(make, expected.length, run) })),
  })
  /** The number and the gradient of each Value, after something was asked about them. */
  const leftAlone = (blank: 'countUses' | 'order', ask: (last: Value) => unknown): Pair => ({
    name: `the gradients of the Values, after ${blank}`,
    blank,
    learner: () => {
      const all = shared(false)
      for (const v of all) v.grad = z
      ask(last(all))
      return all.every(v => v.grad === z) ? 'as they were' : 'changed'
    },
    expected: 'as they were',
    slips: [
      { family: 'stale or aliased', value: 'changed', message: '`grad` was used for counting. It is the place of the gradient: keep counts in a map of your own.' },
    ],
  })
  const [da, db, dc] = [y * (1 + z), x * (1 + z), x * y]
  return [
    {
      name: 'countUses of a + a: a, the sum',
      blank: 'countUses',
      learner: counts(twice),
      expected: [2, 0],
      slips: [
        { family: 'a use forgotten', value: [1, 0], message: 'a is used twice in a + a, by one and the same sum. Each of the two parents counts, even if they are the same Value.' },
        { family: 'sign, factor', value: [2, 1], message: 'The result itself is not used by anyone: it starts with 0.' },
        { family: 'a use forgotten', value: [2, -1], message: 'The result itself is not in the map. It belongs there, with 0.' },
      ],
    },
    {
      name: 'countUses of d + d * c: a, b, c, d, m, f',
      blank: 'countUses',
      learner: counts(() => shared(false)),
      expected: [1, 1, 1, 2, 1, 0],
      slips: [
        { family: 'overwritten, doubled, subtracted', value: [1, 1, 1, 1, 1, 0], message: 'd is used twice, and its count is 1. A count goes up with each use: what was there, plus 1.' },
        { family: 'overwritten, doubled, subtracted', value: [2, 2, 1, 2, 1, 0], message: 'a and b count twice: d was gone through once for each of its uses. Go through every Value once.' },
        { family: 'a use forgotten', value: [-1, -1, -1, 1, 1, 0], message: 'Only the parents of the result are there. Go on to their parents, and to those of them.' },
        { family: 'a use forgotten', value: [-1, -1, -1, 1, 1, -1], message: 'Only the parents of the result are there. Go on to their parents, and to those of them.' },
        { family: 'sign, factor', value: [1, 1, 1, 2, 1, 1], message: 'The result itself is not used by anyone: it starts with 0.' },
      ],
    },
    {
      name: 'countUses of a alone: a, how many are in the map',
      blank: 'countUses',
      learner: () => {
        const [a] = values(x)
        const uses = learner.countUses(a)
        return [uses.get(a) ?? -1, uses.size]
      },
      expected: [0, 1],
      slips: [
        { family: 'a use forgotten', value: [-1, 0], message: 'The map is empty. `last` is in it with 0, even if it was made from nothing.' },
        { family: 'sign, factor', value: [1, 1], message: 'The result itself is not used by anyone: it starts with 0.' },
      ],
    },
    {
      name: 'countUses of d + d * c, once more: a, b, c, d, m, f',
      blank: 'countUses',
      learner: () => {
        const all = shared(false)
        learner.countUses(last(all))
        const uses = learner.countUses(last(all))
        return all.map(v => uses.get(v) ?? -1)
      },
      expected: [1, 1, 1, 2, 1, 0],
      slips: [
        { family: 'stale or aliased', value: [2, 2, 2, 4, 2, 0], message: 'The counts of the first call are still there, and the second ones came on top. Begin with a new map in each call.' },
      ],
    },
    leftAlone('countUses', f => learner.countUses(f)),
    {
      name: 'countUses of a + … + a, 40,000 sums: a',
      blank: 'countUses',
      learner: () => once(learner, 'countUses', all => learner.countUses(last(all)).get(all[0]) ?? -1),
      expected: CHAIN + 1,
      slips: [overflow],
    },
    orderRow('(a * b + c) * f', tree),
    orderRow('a + a', twice),
    orderRow('(a * b) * (a + b)', () => diamond()),
    orderRow('d + d * c', () => shared(false)),
    orderRow('d * c + d', () => shared(true)),
    orderRow('a alone', () => values(x)),
    {
      ...orderRow('d + d * c once more', tree),
      learner: () => {
        const all = shared(false)
        learner.order(last(all))
        return asText(learner.order(last(all)), all)
      },
    },
    leftAlone('order', f => learner.order(f)),
    {
      ...orderRow('a + a + … + a, 40,000 sums', tree),
      learner: () => once(learner, 'order', all => asText(learner.order(last(all)), all)),
    },
    backRow('(a * b + c) * f: a, b, c, f', tree, [6, -4, -2, 4]),
    backRow('a + a: a', twice, [2]),
    backRow('(a * b) * (a + b): a, b', () => diamond(), [-3, -8]),
    backRow('d + d * c: a, b, c', () => shared(false), [da, db, dc]),
    backRow('d * c + d: a, b, c', () => shared(true), [da, db, dc]),
    {
      name: 'backward of a alone: its gradient',
      blank: 'backward',
      learner: grads(() => values(x), 0, last => learner.backward(last)),
      expected: [1],
      slips: [
        { family: 'a use forgotten', value: [0], message: 'The gradient is 0. The result moves as much as it is nudged, even if it was made from nothing: it starts with 1.' },
      ],
    },
    {
      name: 'backward of a + a, whose gradient was 3 before: a, the result',
      blank: 'backward',
      learner: grads(twice, 1, last => {
        last.grad = 3
        learner.backward(last)
      }),
      expected: [2, 1],
      slips: [
        { family: 'overwritten, doubled, subtracted', value: [8, 4], message: 'The 1 was added to what stood there. The way back starts with 1 whatever was there: `last.grad = 1`.' },
        { family: 'a use forgotten', value: [6, 3], message: 'The way back started with what stood there. It starts with 1: `last.grad = 1`.' },
      ],
    },
    {
      name: 'backward of (a * b) * (a + b), the sum 0: a, b, the result',
      blank: 'backward',
      learner: grads(() => diamond(3, -3), 2, last => learner.backward(last)),
      expected: [-9, -9, 1],
    },
    {
      name: 'backward of d + d * c: d, m, the result',
      blank: 'backward',
      learner: () => {
        const all = shared(false)
        learner.backward(last(all))
        return all.slice(3).map(v => v.grad)
      },
      expected: [1 + z, 1, 1],
      slips: [
        { family: 'stale or aliased', value: [0, 0, 1], message: 'The gradients on the way were set back to 0. They stay: each tells how the result moves with that step.' },
      ],
    },
    {
      name: 'backward of a + … + a, 40,000 sums: a',
      blank: 'backward',
      learner: () =>
        once(learner, 'backward', all => {
          learner.backward(last(all))
          return all[0].grad
        }),
      expected: CHAIN + 1,
      slips: [overflow],
      learned: 'a formula of 40,000 steps, one in the other',
    },
  ]
}
