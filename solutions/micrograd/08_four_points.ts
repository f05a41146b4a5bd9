// %% [markdown]
// # 08 · A network learns four points
//
// Everything is there for a training. Here is what the network is to learn: four inputs of three numbers, and for each a
// target.
//
//      2    3   -1        1
//      3   -1    0.5     -1
//      0.5  1    1       -1
//      1    1   -1        1
//
// The network has the sizes 3, 4, 4, 1, and 41 parameters, drawn at random. So its outputs are anything at first.
//
// **The loss** is one number that says how bad they are: for each of the four the difference between output and target,
// squared, so that it counts the same in both directions; and the sum of the four squares.
//
// **One step** of the training makes the loss a little smaller:
//
//     1.  forward       compute the loss, with the parameters as they are
//     2.  zero          set the gradients of all parameters to 0
//     3.  backward      find for each parameter how the loss moves with it
//     4.  update        move each parameter a little, against its gradient
//
// The gradient says in which direction the loss grows; go the other way, and it falls. How far is told by the **learning
// rate**, `lr`: too small, and it takes for ever; too large, and the step leads beyond the valley and up on the other side.
//
// Then the same again, from where the parameters are now. That is all. Networks of any size learn like this.

// %% include value.ts
export * from './value.ts'
import { Value } from './value.ts'

// %% include functions.ts
export * from './functions.ts'

// %% include network.ts
export * from './network.ts'
import type { MLP } from './network.ts'

// %% What is to be learnt
export const points = [
  { x: [2, 3, -1], target: 1 },
  { x: [3, -1, 0.5], target: -1 },
  { x: [0.5, 1, 1], target: -1 },
  { x: [1, 1, -1], target: 1 },
]

/** The output of the network for one input, as a Value. */
export function predict(net: MLP, x: readonly number[]): Value {
  return net.forward(x.map(number => new Value(number)))[0]
}

// %% [markdown]
// ## Four blanks
//
// | Python | TypeScript |
// |---|---|
// | `for p in points: f(p.x, p.target)` | `for (const { x, target } of points) f(x, target)` |
// | `for step in range(steps):` | `for (let step = 0; step < steps; step++) { … }` |
// | `losses = []; losses.append(loss)` | `const losses = []`, `losses.push(loss)` |

// %% The sum of the four squared errors
// hint: For each of the points the error is what the network says, minus the target. What is to be added up?
// hint: `predict(net, x)` is a Value. Take off the target, square it by `pow(2)`, and add it to the total.
// hint: `let total = new Value(0)`, then `for (const { x, target } of points) total = total.add(...)`, and return it.
export function lossOf(net: MLP): Value {
  // answer
  let total = new Value(0)
  for (const { x, target } of points) total = total.add(predict(net, x).sub(target).pow(2))
  return total
  // end answer
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = total.add(predict(net, x).sub(target))
  //   return total
  // wrong (reduction):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = total.add(predict(net, x).sub(target).pow(2))
  //   return total.div(points.length)
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const { x } of points) total = total.add(predict(net, x).pow(2))
  //   return total
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = new Value(total.data + (predict(net, x).data - target) ** 2)
  //   return total
  // wrong (sign, factor):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = total.add(predict(net, x).add(target).pow(2))
  //   return total
  // wrong (reduction):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = total.add(predict(net, x).sub(target))
  //   return total.pow(2)
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = predict(net, x).sub(target).pow(2)
  //   return total
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const { x, target } of points.slice(1)) total = total.add(predict(net, x).sub(target).pow(2))
  //   return total
  // wrong (stale or aliased):
  //   let total = new Value(0)
  //   for (const { x, target } of points.reverse()) total = total.add(predict(net, x).sub(target).pow(2))
  //   return total
  // wrong (stale or aliased):
  //   let total = new Value(0)
  //   for (const p of net.parameters()) p.grad = 0
  //   for (const { x, target } of points) total = total.add(predict(net, x).sub(target).pow(2))
  //   return total
}

// %% Each parameter a little against its gradient
// hint: It is the number of each parameter that changes, `p.data`. Which way?
// hint: Take off the learning rate times the gradient.
// hint: `for (const p of parameters) p.data -= ...`
export function update(parameters: readonly Value[], lr: number): void {
  // answer
  for (const p of parameters) p.data -= lr * p.grad
  // end answer
  // wrong (sign, factor): for (const p of parameters) p.data += lr * p.grad
  // wrong (sign, factor): for (const p of parameters) p.data -= p.grad
  // wrong (overwritten, doubled, subtracted): for (const p of parameters) p.data = -lr * p.grad
  // wrong (a use forgotten): for (const p of parameters) p.sub(p.grad * lr)
  // wrong (wrong operand): for (const p of parameters) p.data -= lr * p.data
  // wrong (a use forgotten): for (const p of parameters) p.grad -= lr * p.grad
  // wrong (sign, factor): for (const p of parameters) p.data -= p.grad / lr
  // wrong (sign, factor): for (const p of parameters) p.data -= lr
  // wrong (stale or aliased): for (const p of parameters) { p.data -= lr * p.grad; p.grad = 0 }
  // wrong (-): for (let i = 0; i < 3; i++) parameters[i].data -= lr * parameters[i].grad
  // wrong (-): for (const p of parameters) p.data -= lr * Math.max(-2, Math.min(2, p.grad))
  // wrong (-): for (const p of parameters) if (p.data !== 0) p.data -= lr * p.grad
}

// %% One step; it returns the loss that it started with, as a plain number
// hint: The four things of the list above, in that order.
// hint: `const loss = lossOf(net)`. Zero: go through `net.parameters()` and set each `grad` to 0. Then backward, on the
//       loss; then your update.
// hint: After the loss: `for (const p of net.parameters()) p.grad = 0`, `loss.backward()`, `update(...)`, and
//       `return loss.data`.
export function step(net: MLP, lr: number): number {
  // answer
  const loss = lossOf(net)
  for (const p of net.parameters()) p.grad = 0
  loss.backward()
  update(net.parameters(), lr)
  return loss.data
  // end answer
  // wrong (stale or aliased):
  //   const loss = lossOf(net)
  //   loss.backward()
  //   update(net.parameters(), lr)
  //   return loss.data
  // wrong (order):
  //   const loss = lossOf(net)
  //   loss.backward()
  //   for (const p of net.parameters()) p.grad = 0
  //   update(net.parameters(), lr)
  //   return loss.data
  // wrong (order):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.grad = 0
  //   update(net.parameters(), lr)
  //   loss.backward()
  //   return loss.data
  // wrong (order):
  //   for (const p of net.parameters()) p.grad = 0
  //   lossOf(net).backward()
  //   update(net.parameters(), lr)
  //   return lossOf(net).data
  // wrong (sign, factor):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.grad = 0
  //   loss.backward()
  //   update(net.parameters(), -lr)
  //   return loss.data
  // wrong (stale or aliased):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.data = 0
  //   loss.backward()
  //   update(net.parameters(), lr)
  //   return loss.data
  // wrong (sign, factor):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.grad = 0
  //   loss.backward()
  //   update(net.parameters(), 0.1)
  //   return loss.data
  // wrong (a use forgotten):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.grad = 0
  //   loss.backward()
  //   update(net.layers[0].parameters(), lr)
  //   return loss.data
  // wrong (-):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.grad = 0
  //   loss.backward()
  //   for (const i of [0, 1, 2]) update(net.layers[i].parameters(), lr)
  //   return loss.data
  // wrong (stale or aliased):
  //   const loss = lossOf(net)
  //   loss.backward()
  //   update(net.parameters(), lr)
  //   for (const p of net.parameters()) p.grad = 0
  //   return loss.data
}

// %% Many steps; it returns the loss of each
// hint: A list, and a loop.
// hint: Call `step` as many times as `steps` says, and put what it returns on the list.
// hint: `for (let i = 0; i < steps; i++) losses.push(...)`
export function train(net: MLP, steps: number, lr: number): number[] {
  // answer
  const losses: number[] = []
  for (let i = 0; i < steps; i++) losses.push(step(net, lr))
  return losses
  // end answer
  // wrong (a use forgotten): return [step(net, lr)]
  // wrong (index):
  //   const losses: number[] = []
  //   for (let i = 0; i <= steps; i++) losses.push(step(net, lr))
  //   return losses
  // wrong (index):
  //   const losses: number[] = []
  //   for (let i = 1; i < steps; i++) losses.push(step(net, lr))
  //   return losses
  // wrong (stale or aliased): return Array(steps).fill(step(net, lr))
  // wrong (sign, factor):
  //   const losses: number[] = []
  //   for (let i = 0; i < steps; i++) losses.push(step(net, lr / steps))
  //   return losses
  // wrong (a use forgotten):
  //   let loss = 0
  //   for (let i = 0; i < steps; i++) loss = step(net, lr)
  //   return [loss]
  // wrong (index):
  //   const losses = [step(net, lr)]
  //   for (let i = 1; i < steps; i++) losses.push(step(net, lr))
  //   return losses
  // wrong (index):
  //   const losses: number[] = []
  //   for (let i = 0; i <= steps; i++) losses.push(step(net, lr))
  //   return losses.slice(0, steps)
  // wrong (-):
  //   const losses: number[] = []
  //   for (let i = 0; i < steps; i++) {
  //     losses.push(step(net, lr))
  //     if (losses[i] < 0.009) break
  //   }
  //   return losses
  // wrong (-):
  //   const losses: number[] = []
  //   for (let i = 0; i < (steps < 10 ? 3 : 100); i++) losses.push(step(net, lr))
  //   return losses
}

// %% check
import { type Check, chart, type Slip } from 'backprop-ninja'

interface Learner {
  points: typeof points
  Value: typeof Value
  MLP: typeof MLP
  predict: typeof predict
  lossOf: typeof lossOf
  update: typeof update
  step: typeof step
  train: typeof train
}

const tanh = (n: Value): Value => n.tanh()
const slip = (family: Slip['family'], value: Slip['value'], message: string): Slip => ({ family, value, message })
const SIZES = [3, 4, 4, 1]

/** The outputs for the four points, from the numbers of the parameters alone. */
function outputs(parameters: readonly number[], sizes = SIZES): number[] {
  return points.map(({ x }) => {
    let values: readonly number[] = x
    let at = 0
    for (const size of sizes.slice(1)) {
      values = Array.from({ length: size }, () => {
        const from = at
        at += values.length + 1
        return Math.tanh(values.reduce((all, v, i) => all + parameters[from + i] * v, parameters[at - 1]))
      })
    }
    return values[0]
  })
}
const errorsOf = (ps: readonly number[], sizes = SIZES): number[] => outputs(ps, sizes).map((o, i) => o - points[i].target)
const plainLoss = (ps: readonly number[], sizes = SIZES): number => errorsOf(ps, sizes).reduce((all, e) => all + e * e, 0)
/** By nudging each. */
const gradientAt = (ps: readonly number[], sizes = SIZES): number[] =>
  ps.map((p, i) => (plainLoss(ps.with(i, p + 1e-5), sizes) - plainLoss(ps.with(i, p - 1e-5), sizes)) / 2e-5)
const moved = (ps: readonly number[], gradient: readonly number[], by: number): number[] => ps.map((p, i) => p + by * gradient[i])

export const check: Check<Learner> = (learner, { g }) => {
  const numbers = Array.from({ length: 41 }, () => g.random())
  const net = (sizes = SIZES): MLP => {
    let i = 0
    return new learner.MLP(sizes, () => numbers[i++], tanh)
  }
  const dataOf = (made: MLP): number[] => made.parameters().map(p => p.data)
  const start = dataOf(net())
  const lr = 0.04 + g.random() / 100
  const errors = errorsOf(start)
  const total = plainLoss(start)
  const last = errors[errors.length - 1]
  const added = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)
  const first = gradientAt(start)
  const once = moved(start, first, -lr)
  const second = gradientAt(once)
  const twice = moved(once, second, -lr)
  const grads = [0.5, -1.2, 0.25].map(x => x + g.random() / 10)
  const places = [1.5, -0.3, 0.8].map(x => x + g.random() / 10)
  const updated = (): Value[] => {
    const ps = places.map(data => new learner.Value(data))
    for (const [i, p] of ps.entries()) p.grad = grads[i]
    learner.update(ps, lr)
    return ps
  }
  const after = (steps: number) => () => {
    const made = net()
    for (let i = 0; i < steps; i++) learner.step(made, lr)
    return dataOf(made)
  }
  const three = [total, plainLoss(once), plainLoss(twice)]
  /** A network with gradients of an earlier way back in it. */
  const used = (): MLP => {
    const made = net()
    for (const [i, p] of made.parameters().entries()) p.grad = numbers[i]
    return made
  }
  const other = [3, 2, 1]
  const small = dataOf(net(other))
  /** The losses of so many steps. */
  const way = (steps: number, lr: number): number[] => {
    let ps = start
    return Array.from({ length: steps }, () => {
      const loss = plainLoss(ps)
      ps = moved(ps, gradientAt(ps), -lr)
      return loss
    })
  }
  return [
    {
      name: 'lossOf(net): its data',
      blank: 'lossOf',
      learner: () => learner.lossOf(net()).data,
      expected: total,
      slips: [
        slip('reduction', total / 4, 'This is the mean. Asked for is the sum of the four squares.'),
        slip('a use forgotten', added(errors), 'The errors were not squared. One that is too large and one that is too small would cancel.'),
        slip('reduction', added(errors) ** 2, 'The sum was squared, and not each error. One that is too large and one that is too small cancel.'),
        slip('a use forgotten', added(outputs(start).map(o => o * o)), 'The targets are missing. An error is output minus target.'),
        slip('sign, factor', added(outputs(start).map((o, i) => (o + points[i].target) ** 2)), 'The target was added. An error is output minus target.'),
        slip('a use forgotten', last ** 2, 'This is the error of the last point alone. Add it to what there is: `total = total.add(…)`.'),
        slip('a use forgotten', total - errors[0] ** 2, 'The first point is missing.'),
        slip('a use forgotten', 0, 'The loss is 0. `add` returns a new Value and leaves the old one: `total = total.add(…)`.'),
      ],
    },
    {
      name: 'lossOf(net): gradients of all 41 parameters',
      blank: 'lossOf',
      learner: () => {
        const made = net()
        learner.lossOf(made).backward()
        return made.parameters().map(p => p.grad)
      },
      expected: first,
      within: 1e-7,
      slips: [
        slip('a use forgotten', first.map(() => 0), 'Nothing comes back. Go on with the Values, not with their data.'),
        slip('reduction', first.map(s => s / 4), 'These are those of the mean. Asked for is the sum of the four squares.'),
      ],
    },
    {
      name: 'the points, and the gradients of the network, after lossOf(net)',
      blank: 'lossOf',
      learner: () => {
        const made = used()
        const before = JSON.stringify(learner.points)
        learner.lossOf(made)
        const same = JSON.stringify(learner.points) === before && before === JSON.stringify(points)
        return [same ? 'as they were' : 'changed', made.parameters().every((p, i) => p.grad === numbers[i]) ? 'as they were' : 'changed']
      },
      expected: ['as they were', 'as they were'],
      slips: [
        slip('stale or aliased', ['changed', 'as they were'], '`points` itself was changed, and others read it too. `reverse`, `shift` and `sort` change a list in place: go through it with `for … of`.'),
        slip('stale or aliased', ['as they were', 'changed'], 'The gradients were changed. The loss is only computed here; they are set to 0 in `step`.'),
      ],
    },
    {
      name: 'update(three parameters, lr): their data',
      blank: 'update',
      learner: () => updated().map(p => p.data),
      expected: moved(places, grads, -lr),
      slips: [
        slip('sign, factor', moved(places, grads, lr), 'They moved along their gradients, and the loss grows. Go against them.'),
        slip('sign, factor', moved(places, grads, -1), 'The learning rate is missing: the step is `lr` times the gradient.'),
        slip('sign, factor', moved(places, grads, -1 / lr), 'The gradient was divided by the learning rate. A small rate is to be a small step: multiply.'),
        slip('sign, factor', places.map(p => p - lr), 'The gradients are missing: each parameter moves by `lr` times its own.'),
        slip('overwritten, doubled, subtracted', grads.map(s => -lr * s), 'The parameters were set to the step itself. Take it off what they were: `-=`.'),
        slip('a use forgotten', places, 'The parameters did not move. Change `p.data` of each; a method would give a new Value and leave the old one.'),
        slip('wrong operand', places.map(p => p - lr * p), 'What is taken off is a part of the parameter itself. It is `lr` times its gradient, `p.grad`.'),
      ],
    },
    {
      name: 'update(three parameters, lr): their gradients, after it',
      blank: 'update',
      learner: () => updated().map(p => p.grad),
      expected: grads,
      slips: [
        slip('stale or aliased', grads.map(() => 0), 'The gradients were set to 0. That is the second thing of a step; update moves the parameters, and leaves their gradients.'),
        slip('a use forgotten', grads.map(s => s - lr * s), 'It is the gradients that were changed. The numbers are to move, `p.data`.'),
      ],
    },
    {
      name: 'update, five others, twice: their data',
      blank: 'update',
      learner: () => {
        const ps = [...places, 0, -1].map(data => new learner.Value(data))
        for (const [i, p] of ps.entries()) p.grad = 10 * (grads[i] ?? 0.1 - i)
        learner.update(ps, lr)
        learner.update(ps, lr)
        return ps.map(p => p.data)
      },
      expected: [...places, 0, -1].map((p, i) => p - 2 * lr * 10 * (grads[i] ?? 0.1 - i)),
    },
    {
      name: 'step(net, lr): what it returns',
      blank: 'step',
      learner: () => learner.step(net(), lr),
      expected: total,
      slips: [
        slip('order', () => plainLoss(once), 'This is the loss after the step. Return the one that it started with: `loss.data`.'),
      ],
    },
    {
      name: 'the 41 parameters after one step',
      blank: 'step',
      learner: after(1),
      expected: once,
      within: 1e-7,
      slips: [
        slip('order', start, 'The parameters did not move. When update is called, are the gradients there? Zero comes before backward, and update after it.'),
        slip('sign, factor', moved(start, first, lr), 'The step went up. Update takes off `lr` times the gradient: hand it `lr` as it is.'),
        slip('sign, factor', moved(start, first, -0.1), 'The step has another length than `lr` says.'),
        slip('stale or aliased', () => {
          const made = net()
          const loss = lossOf(made)
          for (const p of made.parameters()) p.data = 0
          loss.backward()
          update(made.parameters(), lr)
          return dataOf(made)
        }, 'The parameters themselves were set to 0. It is `p.grad` that starts afresh; `p.data` is what the network has learnt.'),
        slip('a use forgotten', () => once.map((p, i) => (i < 16 ? p : start[i])), 'Only the first layer moved. All parameters learn: `net.parameters()`.'),
      ],
    },
    {
      name: 'the 41 parameters after two steps',
      blank: 'step',
      learner: after(2),
      expected: twice,
      within: 1e-7,
      slips: [
        slip('stale or aliased', moved(moved(once, second, -lr), first, -lr), 'The gradients of the first step are still in the second. Set each `p.grad` to 0 before `backward`.'),
        slip('order', once, 'The second step did nothing.'),
        slip('order', start, 'The parameters did not move. When update is called, are the gradients there?'),
      ],
      learned: 'a first step does not show whether the gradients were set to 0; the second does',
    },
    {
      name: 'the parameters after one step, with old gradients in them before',
      blank: 'step',
      learner: () => {
        const made = used()
        learner.step(made, lr)
        return dataOf(made)
      },
      expected: once,
      within: 1e-7,
      slips: [
        slip('stale or aliased', moved(once, numbers, -lr), 'The gradients that were there before are still in the step. Set each `p.grad` to 0 before `backward`: after it is too late for those.'),
      ],
    },
    {
      name: 'the 11 parameters of another network after one step',
      blank: 'step',
      learner: () => {
        const made = net(other)
        learner.step(made, 2 * lr)
        return dataOf(made)
      },
      expected: () => moved(small, gradientAt(small, other), -2 * lr),
      within: 1e-7,
    },
    {
      name: 'train(net, 3, lr): the losses',
      blank: 'train',
      learner: () => learner.train(net(), 3, lr),
      expected: three,
      within: 1e-7,
      slips: [
        slip('a use forgotten', [total], 'There is one loss in the list. Asked for are as many as `steps` says.'),
        slip('a use forgotten', [three[2]], 'Only the last loss is in the list. Put each of them there: `losses.push(…)`.'),
        slip('index', () => [...three, plainLoss(moved(twice, gradientAt(twice), -lr))], 'There is one step too many. From 0 on, as long as `i < steps`.'),
        slip('index', three.slice(0, 2), 'There is one step too few. From 0 on, as long as `i < steps`.'),
        slip('stale or aliased', three.map(() => total), 'All are the same loss. `step` was called once, and its loss put there three times.'),
        slip('sign, factor', () => {
          let [ps, list]: [number[], number[]] = [start, []]
          for (let i = 0; i < 3; i++) [list, ps] = [[...list, plainLoss(ps)], moved(ps, gradientAt(ps), -lr / 3)]
          return list
        }, 'The steps are shorter than `lr` says. Hand it on as it is.'),
      ],
    },
    {
      name: 'train(net, 5, another lr): the losses',
      blank: 'train',
      learner: () => learner.train(net(), 5, lr / 2),
      expected: () => way(5, lr / 2),
      within: 1e-7,
    },
    {
      name: 'train(net, 0, lr): how many losses',
      blank: 'train',
      learner: () => learner.train(net(), 0, lr).length,
      expected: 0,
      slips: [
        slip('index', 1, 'There is a loss where no step was asked for. Each belongs to a step: put it on the list inside the loop, as long as `i < steps`.'),
      ],
    },
    {
      name: 'the 41 parameters after train(net, 2, lr)',
      blank: 'train',
      learner: () => {
        const made = net()
        learner.train(made, 2, lr)
        return dataOf(made)
      },
      expected: twice,
      within: 1e-7,
      slips: [
        slip('index', () => moved(twice, gradientAt(twice), -lr), 'The network went one step further than asked for. From 0 on, as long as `i < steps`.'),
      ],
    },
    {
      name: 'train(net, 100, 0.1): how many losses, and the last',
      blank: 'train',
      learner: () => {
        const losses = learner.train(net(), 100, 0.1)
        const end = losses.at(-1)!
        return [losses.length, end < 0.01 ? 'below 0.01' : `${end}`]
      },
      expected: [100, 'below 0.01'],
      learned: 'the network has learnt the four points',
    },
  ]
}

/** The losses, with and without zeroed gradients, and what the network says in the end. */
export function picture(learner: Learner, { g }: { g: { random(): number } }): string {
  const numbers = Array.from({ length: 41 }, () => g.random())
  const made = (): MLP => {
    let i = 0
    return new learner.MLP(SIZES, () => numbers[i++], tanh)
  }
  const net = made()
  const losses = learner.train(net, 100, 0.1)
  const other = made()
  const without = losses.map(() => {
    const loss = learner.lossOf(other)
    loss.backward()
    learner.update(other.parameters(), 0.1)
    return loss.data
  })
  const steps = losses.map((_, i) => i + 1)
  const said = points.map(({ x, target }) => {
    const given = x.map(number => String(number).padStart(5)).join('')
    return `${given}   ${String(target).padStart(6)}   ${learner.predict(net, x).data.toFixed(4).padStart(8)}`
  })
  return [
    chart(
      [
        { name: 'yours', x: steps, y: losses },
        { name: 'gradients never set to 0', x: steps, y: without },
      ],
      { height: 12, x: { label: 'step' }, y: { label: 'loss', log: true } },
    ),
    '',
    `${'input'.padStart(15)}   target   network`,
    ...said,
  ].join('\n')
}
