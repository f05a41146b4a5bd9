// %% [markdown]
// # 04 · Four starts of five
//
// ## The program
//
// A network of 3 inputs, 4 hidden neurons and 1 output learns four points. The autograd below is right, and
// so is the network. The author tried it from five random starts, with 200 steps each and a learning rate of
// 0.05.
//
// ## What was observed
//
//     start       1        2        3        4        5
//     step 0      3.1368   6.3296   3.2242   7.0119   5.0307
//     step 10     0.0117   0.0000   0.0006   0.0000   0.0004
//     step 20     0.0276   0.0000   0.0012   4.0000   0.0000
//     step 200    0.0000   0.0000   0.0000   4.0000   0.0000
//
// It learns faster than any other program. Only the fourth start does something odd: the loss is 0.0000 in
// step 10, and from step 15 on it is 4.0000 forever. "Bad luck with the random numbers," says the author,
// and leaves out the fourth start.

// %%
import type { Family } from 'backprop-ninja'

// %% include value.ts
export * from './value.ts'

// %% include backward.ts
export * from './backward.ts'
import { backward } from './backward.ts'

// %% include network.ts
export * from './network.ts'
import { lossOf, makeNet, type Net, parametersOf } from './network.ts'

// %% The training: it changes the weights and returns the loss of each step
// hint: Write down the gradient of one weight in step 1 and in step 2. What does `backward` do with the
//       gradient that is already there?
// hint: `backward` adds to grad. It must, because a weight is used several times within one step. But what
//       is still there from the step before?
// hint: In every step, set the grad of each parameter to 0 before you call `backward`.
export function train(net: Net, steps: number, rate: number): number[] {
  // answer
  const losses: number[] = []
  for (let step = 0; step < steps; step++) {
    const loss = lossOf(net)
    losses.push(loss.data)
    for (const p of parametersOf(net)) p.grad = 0
    backward(loss)
    for (const p of parametersOf(net)) p.data -= rate * p.grad
  }
  return losses
  // end answer
  // given (stale or aliased):
  //   const losses: number[] = []
  //   for (let step = 0; step < steps; step++) {
  //     const loss = lossOf(net)
  //     losses.push(loss.data)
  //     backward(loss)
  //     for (const p of parametersOf(net)) p.data -= rate * p.grad
  //   }
  //   return losses
  //   > The gradient of step 1 is still there in step 2, and `backward` adds to it.
  // wrong (stale or aliased):
  //   const losses: number[] = []
  //   for (const p of parametersOf(net)) p.grad = 0
  //   for (let step = 0; step < steps; step++) {
  //     const loss = lossOf(net)
  //     losses.push(loss.data)
  //     backward(loss)
  //     for (const p of parametersOf(net)) p.data -= rate * p.grad
  //   }
  //   return losses
  //   > The gradient of step 1 is still there in step 2, and `backward` adds to it.
  // wrong (stale or aliased):
  //   const losses: number[] = []
  //   for (let step = 0; step < steps; step++) {
  //     const loss = lossOf(net)
  //     losses.push(loss.data)
  //     loss.grad = 0
  //     backward(loss)
  //     for (const p of parametersOf(net)) p.data -= rate * p.grad
  //   }
  //   return losses
  //   > The gradient of step 1 is still there in step 2, and `backward` adds to it.
  // wrong (order):
  //   const losses: number[] = []
  //   for (let step = 0; step < steps; step++) {
  //     const loss = lossOf(net)
  //     losses.push(loss.data)
  //     backward(loss)
  //     for (const p of parametersOf(net)) p.grad = 0
  //     for (const p of parametersOf(net)) p.data -= rate * p.grad
  //   }
  //   return losses
  //   > The weights don't move at all: you set the gradients to 0 before you use them.
  // wrong (sign, factor):
  //   const losses: number[] = []
  //   for (let step = 0; step < steps; step++) {
  //     const loss = lossOf(net)
  //     losses.push(loss.data)
  //     for (const p of parametersOf(net)) p.grad = 0
  //     backward(loss)
  //     for (const p of parametersOf(net)) p.data += rate * p.grad
  //   }
  //   return losses
  //   > Your weights go up the slope. Subtract the gradient.
  // wrong (sign, factor):
  //   const losses: number[] = []
  //   for (let step = 0; step < steps; step++) {
  //     const loss = lossOf(net)
  //     losses.push(loss.data)
  //     for (const p of parametersOf(net)) p.grad = 0
  //     backward(loss)
  //     for (const p of parametersOf(net)) p.data -= p.grad
  //   }
  //   return losses
  //   > The learning rate is missing. Multiply the gradient by `rate`.
  // wrong (-):
  //   const losses: number[] = []
  //   for (let step = 0; step < steps; step++) {
  //     const loss = lossOf(net)
  //     losses.push(loss.data)
  //     for (const p of parametersOf(net)) p.grad = 0
  //     backward(loss)
  //     for (const p of parametersOf(net)) if (p.grad !== 0) p.data -= (step === 0 ? rate : 0.05) * p.grad
  //   }
  //   return losses
}

// %% The family of the mistake
// hint: In step 1 everything is right. What is different in step 2?
// hint: In step 2, the gradient is that of step 1 plus that of step 2.
// hint: A number was right when it was made, and it's still there when it should be gone. The family is
//       called stale or aliased.
export function family(): Family {
  // answer
  return 'stale or aliased'
  // end answer
  // wrong (overwritten, doubled, subtracted): return 'overwritten, doubled, subtracted'
  //   > Within a step, every use is added once, as it should be. What is added on top comes from another step.
  // wrong (sign, factor): return 'sign, factor'
  //   > No factor explains step 2: another gradient, the one of step 1, is added to the right one.
  // wrong (order): return 'order'
  //   > Each step does three things, and they are in the right order. A fourth is missing.
  // wrong (a use forgotten): return 'a use forgotten'
  //   > Nothing is missing from the gradient. There is too much in it.
}

// %% check
import { type Check, chart, generator } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./04_old_gradients.ts'), 'makeNet' | 'train' | 'family'>

const sizes = [3, 4, 1]
const rate = 0.05

export const check: Check<Learner> = (learner, { g }) => {
  const seed = Math.floor(1e6 * g.random())
  const made = (make = learner.makeNet): Net => make(generator(seed).random, sizes)
  /** The weights after a training. They start as the same numbers each time. */
  const after = (steps: number, rate: number): number[] => {
    const net = made()
    learner.train(net, steps, rate)
    return parametersOf(net).map(p => p.data)
  }
  const move = (step: number, rate: number) => ({
    name: `step ${step}, rate ${rate}: what the weights move`,
    blank: 'train',
    learner: () => {
      const before = after(step - 1, rate)
      return after(step, rate).map((data, i) => (before[i] - data) / rate)
    },
    within: 1e-6,
  })
  /** How much the loss moves with each weight, by nudging it. */
  const nudged = (): number[] => {
    const net = made(makeNet)
    return parametersOf(net).map(w => {
      const at = (nudge: number): number => {
        w.data += nudge
        const { data } = lossOf(net)
        w.data -= nudge
        return data
      }
      return (at(1e-5) - at(-1e-5)) / 2e-5
    })
  }
  return [
    { ...move(1, rate), expected: nudged },
    move(2, rate),
    move(2, 0.01),
    {
      name: 'a second training: its losses',
      blank: 'train',
      learner: () => {
        const net = made()
        learner.train(net, 1, rate)
        return learner.train(net, 2, rate)
      },
      within: 1e-6,
    },
    {
      name: 'start 4: below 0.01 in step 200',
      blank: 'train',
      learner: () => learner.train(learner.makeNet(generator(4).random, sizes), 201, rate)[200] < 0.01,
      expected: true,
      learned: 'slower at first, and it stays down',
    },
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['stale or aliased'],
      learned: 'the telltale sign: the right gradient plus those of all earlier steps',
    }),
  ]
}

/** The fourth start, as it was and as it is. */
export function picture(learner: Learner): string {
  const net = makeNet(generator(4).random, sizes)
  const stale = Array.from({ length: 40 }, () => {
    const loss = lossOf(net)
    backward(loss)
    for (const p of parametersOf(net)) p.data -= rate * p.grad
    return loss.data
  })
  const fixed = learner.train(learner.makeNet(generator(4).random, sizes), stale.length, rate)
  const x = stale.map((_, i) => i)
  return [
    'The fourth start. Old gradients carry it through the valley and up the other side, where tanh is flat:',
    '',
    chart(
      [
        { name: 'as it was', x, y: stale },
        { name: 'fixed', x, y: fixed },
      ],
      { height: 12, x: { label: 'step' }, y: { label: 'loss' } },
    ),
  ].join('\n')
}
