// %% [markdown]
// # 03 · The sweep
//
// Each step has its rule. Now write the loop that calls them all, from the loss back to the start. You need the
// same order as in micrograd:
//
//     a Value passes its gradient on only after all the Values that were made from it have passed on theirs.
//
// There you found that order by counting uses. This time, think about **when** the Values were made.
//
//     x  0 --+
//            mul --> h  2 --+----------------> add --> loss  4
//     w  1 --+              |                   |
//                           +--> mul --> m  3 --+
//                     (h times w)
//
// Each Value now has a `number`: how many were made before it. A step can only use what's there already. So
// every Value has a **larger** number than all its inputs, and if you sort by number, newest first, everything
// comes before what it was made from. You needn't count anything.
//
// Two things are left to do. You must find the Values, because not all that were ever made belong to this loss.
// And you must list each only once: h is used twice, but its rule is called once, when all of its gradient has
// arrived. If it were called at each visit, w and x would get a part twice.
//
// | Python | TypeScript |
// |---|---|
// | `found = {last}`, `found.add(v)` | `const found = new Set([last])`, `found.add(v)`: adding twice does no harm |
// | `for v in found:` | `for (const v of found) { … }`: what you add on the way gets its turn too |
// | `list(found)` | `[...found]` |
// | `sorted(values, key=lambda v: v.number)` | `values.sort((a, b) => a.number - b.number)`: the smallest first |
// | `for i, v in enumerate(values):` | `for (const [i, v] of values.entries()) { … }` |

// %%
import { onesLike, type Tensor, zerosLike } from 'backprop-ninja'

// %% [markdown]
// ## Blank 1: order
//
// Return a list of `last` and everything it was made from, however far back. Each Value is in it once, before
// all of its inputs. It must work for a formula of 40,000 steps, so your function can't call itself for each step:
// too many calls would be open at once.

// %% Everything that last was made from, newest first
// hint: Two jobs: find all of them, each once, and sort them. A Set keeps each once.
// hint: Start with a Set of last alone. Go through it, and add the inputs of each: they get their turn too. Then
//       make a list of it, and sort that by number.
// hint: for (const v of found) for (const input of v.inputs) found.add(...). Then [...found].sort(...), with the
//       difference of the numbers the other way round than in the table.
export function order(last: Value): Value[] {
  // answer
  const found = new Set([last])
  for (const v of found) for (const input of v.inputs) found.add(input)
  return [...found].sort((a, b) => b.number - a.number)
  // end answer
  // wrong (shape): const found = new Set(last); for (const v of found) for (const input of v.inputs) found.add(input); return [...found].sort((a, b) => b.number - a.number)
  //   > `new Set` wants a list of what goes in: `new Set([last])`.
  // wrong (a use forgotten): const found = new Set([last]); for (const v of found) found.add(...v.inputs); return [...found].sort((a, b) => b.number - a.number)
  //   > `add` takes one Value. Go through v.inputs, and add each.
  // wrong (shape): const found = new Set([last]); for (const v of found) for (const input of v.inputs) found.add(input); return found.sort((a, b) => b.number - a.number)
  //   > A Set has no sort. Make a list of it first: `[...found]`.
  // wrong (order): const found = new Set([last]); for (const v of found) for (const input of v.inputs) found.add(input); return [...found]
  //   > Your list has the order in which you found the Values, and an input can be found before something that was made
  //   > from it. Sort by number, with `(a, b) => b.number - a.number`. (`sort()` alone sorts as text, and a
  //   > comparison with `>` isn't a difference.)
  // wrong (order): const found = new Set([last]); for (const v of found) for (const input of v.inputs) found.add(input); return [...found].sort((a, b) => a.number - b.number)
  //   > This is the oldest first. The backward pass starts at the end: sort by b.number - a.number.
  // wrong (order): const found = new Set([last]); for (const v of found) for (const input of v.inputs) found.add(input); return [...found].reverse()
  //   > You reversed the order in which you found them. Sort by number instead, newest first.
  // wrong (overwritten, doubled, subtracted): const found = [last]; for (const v of found.slice(0, 1000)) found.push(...v.inputs); for (const v of found.slice(1, 1000)) found.push(...v.inputs); return found.sort((a, b) => b.number - a.number)
  //   > Some Values are in your list more than once, so their rules would be called more than once. A Set keeps each
  //   > once.
  // wrong (overwritten, doubled, subtracted):
  //   const found = [last]
  //   for (const v of found) { found.push(...v.inputs); if (found.length > 100000) break }
  //   return found.sort((a, b) => b.number - a.number)
  //   > Some Values are in your list more than once, so their rules would be called more than once. A Set keeps each
  //   > once.
  // wrong (a use forgotten): return [last, ...new Set(last.inputs)].sort((a, b) => b.number - a.number)
  //   > You stop after the inputs of last. Go on to their inputs, and so on to the start.
  // wrong (a use forgotten): const found = new Set<Value>(last.inputs); for (const v of found) for (const input of v.inputs) found.add(input); return [...found].sort((a, b) => b.number - a.number)
  //   > `last` itself is missing from your list. Its rule comes first.
  // wrong (a use forgotten): const found = new Set([last]); for (const v of found) for (const input of v.inputs) if (input.inputs.length > 0) found.add(input); return [...found].sort((a, b) => b.number - a.number)
  //   > You left out the Values without inputs. They belong in the list too.
  // wrong (order):
  //   const found = new Set<Value>()
  //   const visit = (v: Value): void => {
  //     if (found.has(v)) return
  //     found.add(v)
  //     for (const input of v.inputs) visit(input)
  //   }
  //   visit(last)
  //   return [...found].sort((a, b) => b.number - a.number)
  //   > Your order is right, but not for a long formula. A function that calls itself at each step keeps all the calls
  //   > open at once, and that's too many. Go through a Set while it grows.
}

// %% [markdown]
// ## Blank 2: backward
//
// The loss moves as much as you nudge it: its gradient is 1, in the shape of the loss (`onesLike`). From there, go
// along the order. Each Value calls its rule with its own gradient, and each of its inputs receives what the rule
// returns for it. Values that you wrote down yourself have a rule too: it returns an empty list.
//
// What you make is one pass. Make a new forward pass for each backward pass: if you went back twice from the same
// loss, the Values in between would pass on what's left of the first time once more. (PyTorch reports an error
// there.)

// %% All gradients
// hint: Where does it start, and what happens to each Value in the order?
// hint: Set loss.grad to ones. For each v in the order, call v.rule with v's own gradient. It returns a list, with one
//       gradient for each of v.inputs, in the same order.
// hint: for (const v of order(loss)) for (const [i, gradient] of v.rule(...).entries()) v.inputs[i].receive(...)
export function backward(loss: Value): void {
  // answer
  loss.grad = onesLike(loss.data)
  for (const v of order(loss)) {
    for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  }
  // end answer
  // wrong (wrong operand): loss.grad = 1; for (const v of order(loss)) for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  //   > The gradient of the loss is a tensor, not the number 1: `onesLike(loss.data)`.
  // wrong (wrong operand): loss.grad = onesLike(loss); for (const v of order(loss)) for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  //   > `onesLike` wants a tensor, and loss is a Value: `onesLike(loss.data)`.
  // wrong (index): loss.grad = onesLike(loss.data); for (const v of order(loss)) for (const input of v.inputs) input.receive(v.rule(v.grad))
  //   > Each input got the whole list that the rule returns. Gradient i of the list is for input i.
  // wrong (wrong operand): loss.grad = onesLike(loss.data); for (const v of order(loss)) for (const [i, gradient] of v.rule(v.grad).entries()) v.receive(gradient)
  //   > Each Value received what its own rule returns. That is for its inputs: `v.inputs[i].receive(gradient)`.
  // wrong (a use forgotten): for (const v of order(loss)) for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  //   > You never set the gradient of the loss. Nudge the loss, and it moves by just as much: start with ones.
  // wrong (order): loss.grad = onesLike(loss.data); for (const v of order(loss).reverse()) for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  //   > Only the loss passed its gradient on: all others called their rules before anything had arrived, or never. Go
  //   > along `order(loss)` from its beginning to its end.
  // wrong (order): loss.grad = onesLike(loss.data); for (const [i, gradient] of loss.rule(loss.grad).entries()) loss.inputs[i].receive(gradient)
  //   > Only the loss passed its gradient on: all others called their rules before anything had arrived, or never. Go
  //   > along `order(loss)` from its beginning to its end.
  // wrong (wrong operand): loss.grad = loss.data; for (const v of order(loss)) for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  //   > You started with the number of the loss. Start with its gradient, which is 1 whatever the loss is.
  // wrong (order):
  //   loss.grad = onesLike(loss.data)
  //   const visit = (v: Value): void => {
  //     for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  //     if (order(v).length < 100) for (const input of v.inputs) visit(input)
  //   }
  //   visit(loss)
  //   > A Value that's used twice called its rule twice, so what it was made from got a part twice. Go along
  //   > `order(loss)`: each is in it once.
  // wrong (overwritten, doubled, subtracted): loss.grad = onesLike(loss.data); for (const v of order(loss)) for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].grad = gradient
  //   > You write into `grad` yourself, and overwrite what another use has sent. `receive` adds up, and it sums what was
  //   > broadcast.
  // wrong (reduction): loss.grad = onesLike(loss.data); for (const v of order(loss)) for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].grad = v.inputs[i].grad.add(gradient)
  //   > You add to `grad` yourself, and what was broadcast isn't summed. Let each input `receive` its gradient.
  // wrong (index): loss.grad = onesLike(loss.data); for (const v of order(loss)) for (const gradient of v.rule(v.grad)) v.inputs[0].receive(gradient)
  //   > All gradients of a step went to its first input. The rule's list has the order of `inputs`: gradient i is for
  //   > input i.
  // wrong (upstream missing): loss.grad = onesLike(loss.data); for (const v of order(loss)) for (const [i, gradient] of v.rule(onesLike(v.data)).entries()) v.inputs[i].receive(gradient)
  //   > Each rule was called with ones. The upstream gradient of a step is the gradient of its result: `v.grad`.
  // wrong (wrong operand): loss.grad = onesLike(loss.data); for (const v of order(loss)) for (const [i, gradient] of v.rule(v.data).entries()) v.inputs[i].receive(gradient)
  //   > You called each rule with the data. A rule takes the upstream gradient: `v.grad`.
  // wrong (overwritten, doubled, subtracted): loss.receive(onesLike(loss.data)); for (const v of order(loss)) for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  //   > You added 1 to what the loss had as gradient. It starts with 1, whatever was there: `loss.grad = …`.
  // wrong (stale or aliased):
  //   loss.grad = onesLike(loss.data)
  //   for (const v of order(loss)) {
  //     for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  //     if (v !== loss && v.inputs.length > 0) v.grad = zerosLike(v.data)
  //   }
  //   > You set gradients to 0 after they were passed on. Leave them: each says how the loss moves with that step.
  // wrong (stale or aliased):
  //   for (const v of order(loss)) v.grad = zerosLike(v.data)
  //   loss.grad = onesLike(loss.data)
  //   for (const v of order(loss)) for (const [i, gradient] of v.rule(v.grad).entries()) v.inputs[i].receive(gradient)
  //   > You set every gradient to 0 first. What's there already stays, and this pass is added: as in PyTorch, whoever
  //   > trains decides when to start from 0.
}

// %% include unbroadcast.ts
export * from './unbroadcast.ts'

// %% include start.ts
export * from './start.ts'
import type { Value } from './start.ts'

// %% check
import { type Check, type Pair, tensor } from 'backprop-ninja'
import { gradientOf } from './nudging.ts'

type Learner = Pick<typeof import('./03_sweep.ts'), 'Value' | 'order' | 'backward'>

const CHAIN = 40_000
const RIGHT = 'each before what it was made from'

function asText(list: readonly Value[], all: readonly Value[]): string {
  if (!Array.isArray(list)) return 'not a list'
  const place = new Map(list.map((v, i) => [v, i]))
  if (place.size < list.length) return 'one is in it twice'
  const missing = all.filter(v => !place.has(v))
  if (missing.length > 0) return missing.some(v => v.inputs.length > 0) ? 'not all are in it' : 'those without inputs are missing'
  if (list.length > all.length) return 'others are in it'
  const isEach = (isRight: (input: number, own: number) => boolean) =>
    all.every(v => v.inputs.every(input => isRight(place.get(input)!, place.get(v)!)))
  if (isEach((input, own) => own < input)) return RIGHT
  return isEach((input, own) => own > input) ? 'each after what it was made from' : 'one after what it was made from'
}

/** What comes of a long chain of sums. It takes a while, so it's tried once for each file. */
const results = new WeakMap<object, string>()
function deep(learner: Learner): string {
  const known = results.get(learner) ?? tryDeep(learner)
  results.set(learner, known)
  return known
}

function tryDeep({ Value, order }: Learner): string {
  const all = [new Value(tensor(1))]
  for (let i = 0; i < CHAIN; i++) all.push(all[i].add(all[0]))
  try {
    return asText(order(all[CHAIN]), all)
  } catch (error) {
    if (/call stack/.test(String(error))) return 'the stack overflows'
    throw error
  }
}

export const check: Check<Learner> = (learner, { g }) => {
  const [x, w, b, s] = [g.randn(4, 3), g.randn(3), g.randn(4, 1), g.randn(1)]
  const [A, B, C] = [g.randn(1, 3), g.randn(3, 3), g.randn(3, 1)]
  type Formula = (v: Value[]) => Value[]
  /** Values from tensors, and what a formula makes of them, in the order in which they are made; the loss is last. */
  const made = (given: readonly Tensor[], formula: Formula): Value[] => {
    const start = given.map(one => new learner.Value(one.clone()))
    return [...start, ...formula(start)]
  }
  const last = <T>(list: readonly T[]): T => list[list.length - 1]
  const shared: Formula = ([x, w]) => {
    const h = x.mul(w)
    const m = h.mul(w)
    const y = h.add(m)
    return [h, m, y, y.sum()]
  }
  const late: Formula = ([x, w]) => {
    const h = x.mul(w)
    const m = h.mul(w)
    const y = m.add(h)
    return [h, m, y, y.sum()]
  }
  const many: Formula = ([x, w, b, s]) => {
    const h = x.mul(w)
    const k = h.add(b)
    const r = k.sum(1, true)
    const q = k.mul(r)
    const z = q.mul(s)
    const t = z.add(h)
    return [h, k, r, q, z, t, t.sum()]
  }
  const products: Formula = ([A, B, C]) => {
    const l = A.matmul(B)
    const q = l.matmul(B)
    return [l, q, q.matmul(C)]
  }
  const doubled: Formula = ([x]) => {
    const y = x.add(x)
    return [y, y.sum()]
  }
  const ordered = (name: string, given: readonly Tensor[], formula: Formula, expected?: string): Pair => {
    const pair = {
      name: `order of ${name}`,
      blank: 'order',
      learner: () => {
        const all = made(given, formula)
        made(given, formula)
        return asText(learner.order(last(all)), all)
      },
    }
    return expected === undefined ? pair : { ...pair, expected }
  }
  /** The loss as a function of one of its tensors, by the learner's own forward pass, which is given. */
  const slopes = (given: readonly Tensor[], formula: Formula, nudge: number) => () =>
    given.map((one, k) =>
      gradientOf(
        at => last(made(given.map((other, i) => (i === k ? at : other)), formula)).data.sum(),
        one,
        nudge,
      ),
    )
  const back = (name: string, given: readonly Tensor[], formula: Formula): Pair => ({
    name: `backward of ${name}`,
    blank: 'backward',
    learner: () => {
      const all = made(given, formula)
      learner.backward(last(all))
      return given.map((_, i) => all[i].grad)
    },
    // A loss of degree two in each tensor: central differences have no error, whatever the nudge.
    expected: slopes(given, formula, 1),
  })
  return [
    ordered('h + h * w', [x, w], shared, RIGHT),
    ordered('h * w + h', [x, w], late),
    ordered('x + x', [x], doubled),
    ordered('seven steps', [x, w, b, s], many),
    ordered('x alone', [x], () => []),
    {
      name: 'order of 40,000 steps',
      blank: 'order',
      learner: () => deep(learner),
      expected: RIGHT,
    },
    back('h + h * w: x, w', [x, w], shared),
    back('h * w + h: x, w', [x, w], late),
    back('x + x: x', [x], doubled),
    back('seven steps: (4, 3), (3), (4, 1), (1)', [x, w, b, s], many),
    back('A @ B @ B @ C, in the shape (1, 1)', [A, B, C], products),
    {
      name: 'backward of h + h * w: the steps on the way',
      blank: 'backward',
      learner: () => {
        const all = made([x, w], shared)
        learner.backward(last(all))
        return all.slice(2).map(v => v.grad)
      },
      expected: () => {
        const one = x.mul(0).add(1)
        return [one.add(w), one, one, tensor(1)]
      },
    },
    {
      name: 'backward where x and the loss had a gradient of 3',
      blank: 'backward',
      learner: () => {
        const all = made([x], doubled)
        for (const v of [all[0], last(all)]) v.grad = v.data.mul(0).add(3)
        learner.backward(last(all))
        return [all[0].grad, last(all).grad]
      },
      expected: [x.mul(0).add(5), tensor(1)],
      learned: '3 + 2: what was there stays, as in PyTorch',
    },
  ]
}
