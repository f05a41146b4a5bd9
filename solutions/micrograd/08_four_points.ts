// %% [markdown]
// # 08 · A network learns four points
//
// Now you have all you need to train a network. Here is what it should learn: four inputs of three numbers
// each, and a target for each input.
//
//      2    3   -1        1
//      3   -1    0.5     -1
//      0.5  1    1       -1
//      1    1   -1        1
//
// The network has the sizes 3, 4, 4, 1, so it has 41 parameters. They start as random numbers, so at first its
// outputs mean nothing.
//
// **The loss** is one number that says how bad they are. For each of the four inputs take the difference
// between output and target, and square it: then too much and too little count the same. The loss is the sum of
// the four squares.
//
// **One step** of the training makes the loss a little smaller:
//
//     1.  forward       compute the loss, with the parameters as they are
//     2.  zero          set the gradients of all parameters to 0
//     3.  backward      find out how the loss moves with each parameter
//     4.  update        move each parameter a little, against its gradient
//
// The gradient points where the loss grows. Go the other way, and the loss falls. The **learning rate**, `lr`,
// says how far to go. If it's too small, training takes forever. If it's too large, the step crosses the valley
// and climbs the other side.
//
// Then do the same again, from where the parameters are now. That's all. Networks of any size learn like this.

// %% include value.ts
export * from './value.ts'
import { Value } from './value.ts'

// %% include functions.ts
export * from './functions.ts'

// %% include network.ts
export * from './network.ts'
import type { MLP } from './network.ts'

// %% What the network should learn
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
// hint: For each point, the error is the output of the network minus the target. What do you add up?
// hint: `predict(net, x)` is a Value. Subtract the target, square it with `pow(2)`, and add it to the total.
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
  //   > You didn't square the errors. So an error of 1 and an error of -1 would cancel.
  // wrong (reduction):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = total.add(predict(net, x).sub(target).pow(2))
  //   return total.div(points.length)
  //   > This is the mean. Return the sum of the four squares.
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const { x } of points) total = total.add(predict(net, x).pow(2))
  //   return total
  //   > The targets are missing. An error is output minus target.
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = new Value(total.data + (predict(net, x).data - target) ** 2)
  //   return total
  //   > The number is right, but nothing comes back. Use the Values, not their data.
  // wrong (sign, factor):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = total.add(predict(net, x).add(target).pow(2))
  //   return total
  //   > You added the target. An error is output minus target.
  // wrong (reduction):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = total.add(predict(net, x).sub(target))
  //   return total.pow(2)
  //   > You squared the sum of the errors. Square each error first: then an error of 1 and an error of -1 can't cancel.
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const { x, target } of points) total = predict(net, x).sub(target).pow(2)
  //   return total
  //   > This is the squared error of the last point alone. Add each to what you have so far: `total = total.add(…)`.
  // wrong (a use forgotten):
  //   const total = new Value(0)
  //   for (const { x, target } of points) total.add(predict(net, x).sub(target).pow(2))
  //   return total
  //   > Your loss is still 0. `add` returns a new Value and leaves the old one alone: `total = total.add(…)`.
  // wrong (a use forgotten):
  //   let total = new Value(0)
  //   for (const { x, target } of points.slice(1)) total = total.add(predict(net, x).sub(target).pow(2))
  //   return total
  //   > You left out the first point.
  // wrong (a use forgotten): return predict(net, points[0].x).sub(points[0].target).pow(2)
  //   > This is the squared error of the first point alone. If you have a loop, put the `return` after it.
  // wrong (stale or aliased):
  //   let total = new Value(0)
  //   for (const { x, target } of points.reverse()) total = total.add(predict(net, x).sub(target).pow(2))
  //   return total
  //   > You changed `points` itself, and other code reads it too. `reverse`, `shift` and `sort` change a list in
  //   > place. Go through it with `for … of`, which leaves it as it is.
  // wrong (stale or aliased):
  //   let total = new Value(0)
  //   for (const p of net.parameters()) p.grad = 0
  //   for (const { x, target } of points) total = total.add(predict(net, x).sub(target).pow(2))
  //   return total
  //   > You changed the gradients. Here you only compute the loss: set them to 0 in `step`.
}

// %% Each parameter a little against its gradient
// hint: Change the number of each parameter, `p.data`. Which way?
// hint: Subtract the learning rate times the gradient.
// hint: `for (const p of parameters) p.data -= ...`
export function update(parameters: readonly Value[], lr: number): void {
  // answer
  for (const p of parameters) p.data -= lr * p.grad
  // end answer
  // wrong (sign, factor): for (const p of parameters) p.data += lr * p.grad
  //   > You moved the parameters along their gradients, so the loss grows. Go against them: `-=`.
  // wrong (sign, factor): for (const p of parameters) p.data -= p.grad
  //   > The learning rate is missing: move each parameter by `lr` times its gradient.
  // wrong (overwritten, doubled, subtracted): for (const p of parameters) p.data = -lr * p.grad
  //   > You replaced each parameter with its step. Subtract the step from what was there: `-=`.
  // wrong (a use forgotten): for (const p of parameters) p.sub(p.grad * lr)
  //   > The parameters didn't move. Change `p.data` of each: a method like `sub` returns a new Value and leaves the
  //   > old one alone.
  // wrong (wrong operand): for (const p of parameters) p.data -= lr * p.data
  //   > You subtracted `lr` times the parameter itself. Subtract `lr` times its gradient, `p.grad`.
  // wrong (a use forgotten): for (const p of parameters) p.grad -= lr * p.grad
  //   > You changed the gradients. Change the numbers, `p.data`.
  // wrong (sign, factor): for (const p of parameters) p.data -= p.grad / lr
  //   > You divided the gradient by the learning rate. A small rate means a small step: multiply.
  // wrong (sign, factor): for (const p of parameters) p.data -= lr
  //   > The gradients are missing: move each parameter by `lr` times its own gradient.
  // wrong (stale or aliased): for (const p of parameters) { p.data -= lr * p.grad; p.grad = 0 }
  //   > You set the gradients to 0. That's number 2 of a step: `update` only moves the parameters.
  // wrong (-): for (let i = 0; i < 3; i++) parameters[i].data -= lr * parameters[i].grad
  // wrong (-): for (const p of parameters) p.data -= lr * Math.max(-2, Math.min(2, p.grad))
  // wrong (-): for (const p of parameters) if (p.data !== 0) p.data -= lr * p.grad
}

// %% One step; it returns the loss that it started with, as a plain number
// hint: Do the four things of the list above, in that order.
// hint: `const loss = lossOf(net)`. Zero: go through `net.parameters()` and set each `grad` to 0. Then call
//       backward on the loss, and then your update.
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
  //   > The gradients of earlier steps are still in this one. Set each `p.grad` to 0 before `backward`.
  // wrong (order):
  //   const loss = lossOf(net)
  //   loss.backward()
  //   for (const p of net.parameters()) p.grad = 0
  //   update(net.parameters(), lr)
  //   return loss.data
  //   > The parameters don't move: when you update them, are their gradients there? Zero comes before `backward`, and
  //   > `update` after it.
  // wrong (order):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.grad = 0
  //   update(net.parameters(), lr)
  //   loss.backward()
  //   return loss.data
  //   > The parameters don't move: when you update them, are their gradients there? Zero comes before `backward`, and
  //   > `update` after it.
  // wrong (order):
  //   for (const p of net.parameters()) p.grad = 0
  //   lossOf(net).backward()
  //   update(net.parameters(), lr)
  //   return lossOf(net).data
  //   > You return the loss after the step. Return the one that it started with: compute it once, and return
  //   > `loss.data`.
  // wrong (sign, factor):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.grad = 0
  //   loss.backward()
  //   update(net.parameters(), -lr)
  //   return loss.data
  //   > Your step goes up. `update` already moves against the gradients: give it `lr` unchanged.
  // wrong (stale or aliased):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.data = 0
  //   loss.backward()
  //   update(net.parameters(), lr)
  //   return loss.data
  //   > You set the parameters themselves to 0. Set `p.grad` to 0: `p.data` is what the network has learned.
  // wrong (sign, factor):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.grad = 0
  //   loss.backward()
  //   update(net.parameters(), 0.1)
  //   return loss.data
  //   > Your step always has the same learning rate, 0.1. Pass on the one that `step` was given: `lr`.
  // wrong (a use forgotten):
  //   const loss = lossOf(net)
  //   for (const p of net.parameters()) p.grad = 0
  //   loss.backward()
  //   update(net.layers[0].parameters(), lr)
  //   return loss.data
  //   > Only the first layer moves. All parameters learn: `net.parameters()`.
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
  //   > The gradients that were there before the step are still in it. Set each `p.grad` to 0 before `backward`:
  //   > after it is too late for those.
}

// %% Many steps; it returns the loss of each
// hint: You need a list, and a loop.
// hint: Call `step` as many times as `steps` says, and put what it returns on the list.
// hint: `for (let i = 0; i < steps; i++) losses.push(...)`
export function train(net: MLP, steps: number, lr: number): number[] {
  // answer
  const losses: number[] = []
  for (let i = 0; i < steps; i++) losses.push(step(net, lr))
  return losses
  // end answer
  // wrong (a use forgotten): return [step(net, lr)]
  //   > You made only one step. Make as many as `steps` says.
  // wrong (index):
  //   const losses: number[] = []
  //   for (let i = 0; i <= steps; i++) losses.push(step(net, lr))
  //   return losses
  //   > That's one step too many. Count from 0, as long as `i < steps`.
  // wrong (index):
  //   const losses: number[] = []
  //   for (let i = 1; i < steps; i++) losses.push(step(net, lr))
  //   return losses
  //   > That's one step too few. Count from 0, as long as `i < steps`.
  // wrong (stale or aliased): return Array(steps).fill(step(net, lr))
  //   > You called `step` once, and put its loss on the list again and again. Call it once for each loss.
  // wrong (index):
  //   const losses: number[] = []
  //   for (let i = 0; i < steps; i++) {
  //     step(net, lr)
  //     losses.push(lossOf(net).data)
  //   }
  //   return losses
  //   > These are the losses after each step. Put what `step` returns on the list: the loss that it started with.
  // wrong (sign, factor):
  //   const losses: number[] = []
  //   for (let i = 0; i < steps; i++) losses.push(step(net, lr / steps))
  //   return losses
  //   > You divided the learning rate by the number of steps. Pass it on unchanged.
  // wrong (a use forgotten):
  //   let loss = 0
  //   for (let i = 0; i < steps; i++) loss = step(net, lr)
  //   return [loss]
  //   > You return only the last loss. Put each of them on a list: `losses.push(…)`.
  // wrong (index):
  //   const losses = [step(net, lr)]
  //   for (let i = 1; i < steps; i++) losses.push(step(net, lr))
  //   return losses
  //   > For 0 steps you make one all the same. Make them all inside the loop, as long as `i < steps`.
  // wrong (index):
  //   const losses: number[] = []
  //   for (let i = 0; i <= steps; i++) losses.push(step(net, lr))
  //   return losses.slice(0, steps)
  //   > The losses are right, but the network goes one step further. Count from 0, as long as `i < steps`.
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
import { type Check, chart, type Pair } from 'backprop-ninja'

type Learner = Pick<
  typeof import('./08_four_points.ts'),
  'points' | 'Value' | 'MLP' | 'predict' | 'lossOf' | 'update' | 'step' | 'train'
>

const tanh = (n: Value): Value => n.tanh()
const SIZES = [3, 4, 4, 1]
const dataOf = (values: readonly Value[]): number[] => values.map(v => v.data)
const gradsOf = (values: readonly Value[]): number[] => values.map(v => v.grad)

const plainLoss = (net: MLP): number =>
  points.reduce((all, { x, target }) => all + (predict(net, x).data - target) ** 2, 0)

/** By nudging each parameter. */
function slopesOf(net: MLP): number[] {
  return net.parameters().map(p => {
    const was = p.data
    const [more, less] = [1e-5, -1e-5].map(by => {
      p.data = was + by
      return plainLoss(net)
    })
    p.data = was
    return (more - less) / 2e-5
  })
}

export const check: Check<Learner> = (learner, { g }) => {
  const numbers = Array.from({ length: 41 }, () => g.random())
  const lr = 0.04 + g.random() / 100
  const net = (sizes = SIZES): MLP => {
    let i = 0
    return new learner.MLP(sizes, () => numbers[i++], tanh)
  }
  /** A network with gradients of an earlier backward pass in it. */
  const used = (): MLP => {
    const made = net()
    for (const [i, p] of made.parameters().entries()) p.grad = numbers[i]
    return made
  }
  const moving = (places: readonly number[], grads: readonly number[], times = 1): Value[] => {
    const ps = places.map(data => new learner.Value(data))
    for (const [i, p] of ps.entries()) p.grad = grads[i]
    for (let i = 0; i < times; i++) learner.update(ps, lr)
    return ps
  }
  const grads = [0.5, -1.2, 0.25, 29, 39].map(x => x + g.random() / 10)
  const places = [1.5, -0.3, 0.8].map(x => x + g.random() / 10)
  /** The parameters after steps or a training. */
  const after = (name: string, blank: string, run: (net: MLP) => unknown, make = net): Pair => ({
    name,
    blank,
    learner: () => {
      const made = make()
      run(made)
      return dataOf(made.parameters())
    },
    within: 1e-7,
  })
  return [
    { name: 'lossOf(net): its data', blank: 'lossOf', learner: () => learner.lossOf(net()).data },
    {
      name: 'lossOf(net): gradients of all 41 parameters',
      blank: 'lossOf',
      learner: () => {
        const made = net()
        learner.lossOf(made).backward()
        return gradsOf(made.parameters())
      },
      expected: () => slopesOf(net()),
      within: 1e-7,
    },
    {
      name: 'the points, and the gradients of the network, after lossOf(net)',
      blank: 'lossOf',
      learner: () => {
        const made = used()
        const before = JSON.stringify(learner.points)
        learner.lossOf(made)
        const isKept = made.parameters().every((p, i) => p.grad === numbers[i])
        return [JSON.stringify(learner.points) === before, isKept].map(same => (same ? 'as they were' : 'changed'))
      },
    },
    {
      name: 'update(three parameters, lr): their data',
      blank: 'update',
      learner: () => dataOf(moving(places, grads)),
    },
    {
      name: 'update(three parameters, lr): their gradients, after it',
      blank: 'update',
      learner: () => gradsOf(moving(places, grads)),
    },
    {
      name: 'update, five others, twice: their data',
      blank: 'update',
      learner: () => dataOf(moving([...places, 0, -1], grads, 2)),
      expected: [...places, 0, -1].map((p, i) => p - 2 * lr * grads[i]),
    },
    {
      name: 'step(net, lr): what it returns',
      blank: 'step',
      learner: () => learner.step(net(), lr),
      expected: () => plainLoss(net()),
    },
    {
      ...after('the 41 parameters after one step', 'step', net => learner.step(net, lr)),
      expected: () => {
        const made = net()
        const slopes = slopesOf(made)
        return made.parameters().map((p, i) => p.data - lr * slopes[i])
      },
    },
    {
      ...after('the 41 parameters after two steps', 'step', net => [learner.step(net, lr), learner.step(net, lr)]),
      learned: 'only a second step shows whether the gradients were set to 0',
    },
    after('the parameters after one step, with old gradients in them before', 'step', net => learner.step(net, lr), used),
    after(
      'the 11 parameters of another network after one step',
      'step',
      net => learner.step(net, 2 * lr),
      () => net([3, 2, 1]),
    ),
    {
      name: 'train(net, 3, lr): the losses',
      blank: 'train',
      learner: () => learner.train(net(), 3, lr),
      within: 1e-7,
    },
    {
      name: 'train(net, 5, another lr): the losses',
      blank: 'train',
      learner: () => learner.train(net(), 5, lr / 2),
      within: 1e-7,
    },
    {
      name: 'train(net, 0, lr): how many losses',
      blank: 'train',
      learner: () => learner.train(net(), 0, lr).length,
    },
    after('the 41 parameters after train(net, 2, lr)', 'train', net => learner.train(net, 2, lr)),
    {
      name: 'train(net, 100, 0.1): how many losses, and the last',
      blank: 'train',
      learner: () => {
        const losses = learner.train(net(), 100, 0.1)
        const end = losses.at(-1)!
        return [losses.length, end < 0.01 ? 'below 0.01' : `${end}`]
      },
      expected: [100, 'below 0.01'],
      learned: 'the network has learned the four points',
    },
  ]
}

/** The losses, with and without zeroed gradients, and the network's outputs at the end. */
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
