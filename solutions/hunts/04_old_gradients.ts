// %% [markdown]
// # 04 · Steps with a memory
//
// ## The program
//
// A network of 3 inputs, 4 hidden neurons and 1 output learns four points. The autograd below is right, and
// so is the network. It was tried from five random starts, 200 steps each, with a learning rate of 0.05.
//
// ## What was observed
//
//     start       1        2        3        4        5
//     step 0      3.1368   6.3296   3.2242   7.0119   5.0307
//     step 10     0.0117   0.0000   0.0006   0.0000   0.0004
//     step 20     0.0276   0.0000   0.0012   4.0000   0.0000
//     step 200    0.0000   0.0000   0.0000   4.0000   0.0000
//
// It learns at a pace that nobody else has. Only with the fourth start something odd happens: the loss is
// 0.0000 in step 10, and 4.0000 from step 15 on, for ever. "Bad luck with the random numbers", says the
// author, and leaves out the fourth.

// %%
import type { Family } from 'backprop-ninja'

// %% include value.ts
export * from './value.ts'
import type { Value } from './value.ts'

// %% include backward.ts
export * from './backward.ts'
import { backward } from './backward.ts'

// %% include network.ts
export * from './network.ts'
import { lossOf, makeNet, type Net, parametersOf } from './network.ts'

// %% The training: it changes the weights, and returns the loss of each step
// hint: Write down the gradient of one weight in step 1 and in step 2. What does backward do with the
//       gradient that is there already?
// hint: backward adds to grad: it must, because a weight is used several times within a step. But what is
//       still there from the step before?
// hint: Set the grad of each parameter to 0 in every step, before backward.
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
}

// %% The family of the mistake
// hint: In step 1 all is right. What is different in step 2?
// hint: In step 2 the gradient is that of step 1 plus that of step 2.
// hint: A number was right when it was made, and is still there when it should not be: the family
//       is called stale or aliased.
export function family(): Family {
  // answer
  return 'stale or aliased'
  // end answer
  // wrong (overwritten, doubled, subtracted): return 'overwritten, doubled, subtracted'
  // wrong (sign, factor): return 'sign, factor'
  // wrong (order): return 'order'
}

// %% check
import { chart, generator, type Pair, type Source } from 'backprop-ninja'
import { familyPair } from './family.ts'

interface Learner {
  readonly makeNet: typeof makeNet
  readonly parametersOf: typeof parametersOf
  readonly train: typeof train
  readonly family: typeof family
}

const sizes = [3, 4, 1]
const rate = 0.05

const dataOf = (net: Net): number[] => parametersOf(net).map(p => p.data)

/** How much the loss moves with each weight, by nudging it. */
function nudged(net: Net): number[] {
  const h = 1e-5
  return parametersOf(net).map((w: Value) => {
    const before = w.data
    const at = (data: number): number => {
      w.data = data
      return lossOf(net).data
    }
    const slope = (at(before + h) - at(before - h)) / (2 * h)
    w.data = before
    return slope
  })
}

/** What the weights move in each of three steps, over the rate, and the loss before each; by nudging. */
function walk(random: () => number, stale: boolean): { moves: number[][]; losses: number[] } {
  const net = makeNet(random, sizes)
  const moves: number[][] = []
  const losses: number[] = []
  for (let step = 0; step < 3; step++) {
    losses.push(lossOf(net).data)
    const fresh = nudged(net)
    moves.push(stale && step > 0 ? fresh.map((x, i) => x + moves[step - 1][i]) : fresh)
    for (const [i, p] of parametersOf(net).entries()) p.data -= rate * moves[step][i]
  }
  return { moves, losses }
}

export function check(learner: Learner, { g }: Source): readonly Pair[] {
  const seed = Math.floor(1e6 * g.random())
  const random = (): (() => number) => generator(seed).random
  const right = walk(random(), false)
  const stale = walk(random(), true)
  const old = 'The gradient of step 1 is still in that of step 2. backward adds to what is there.'
  const none = 'The weights do not move at all. The gradients are set to 0 before they are used.'
  const move = (step: number): Pair => ({
    name: `step ${step}: what the weights move`,
    blank: 'train',
    learner: () => {
      const net = learner.makeNet(random(), sizes)
      learner.train(net, step - 1, rate)
      // Nobody knows what another program left in the gradients.
      const before = dataOf(net)
      const after = learner.makeNet(random(), sizes)
      learner.train(after, step, rate)
      return dataOf(after).map((data, i) => (before[i] - data) / rate)
    },
    expected: right.moves[step - 1],
    within: 1e-6,
    slips: [
      { family: 'stale or aliased', value: stale.moves[step - 1], message: old },
      { family: 'order', value: right.moves[0].map(() => 0), message: none },
      {
        family: 'sign, factor',
        value: right.moves[step - 1].map(x => -x),
        message: 'The weights go up the slope. Take the gradient away.',
      },
    ],
  })
  return [
    move(1),
    move(2),
    {
      name: 'a second training',
      blank: 'train',
      learner: () => {
        const net = learner.makeNet(random(), sizes)
        learner.train(net, 1, rate)
        return learner.train(net, 2, rate)
      },
      expected: right.losses.slice(1),
      within: 1e-6,
      slips: [{ family: 'stale or aliased', value: stale.losses.slice(1), message: old }],
    },
    {
      name: 'start 4: below 0.01 in step 200',
      blank: 'train',
      learner: () => learner.train(learner.makeNet(generator(4).random, sizes), 201, rate)[200] < 0.01,
      expected: true,
      learned: 'slower at first, and it stays down',
    },
    familyPair(
      'family',
      learner.family,
      'stale or aliased',
      {
        'overwritten, doubled, subtracted':
          'Within a step every use is added once, as it should be. What is added besides belongs to another step.',
        'sign, factor':
          'In step 2 it is no factor: another gradient, that of step 1, is added to the right one.',
        order: 'The three things that are there come in the right order. A fourth is missing.',
        'a use forgotten': 'Nothing is missing in the gradient. There is too much in it.',
      },
      'the signature: the right gradient plus those of all steps before',
    ),
  ]
}

/** The fourth start, as it was and as it is. */
export function picture(learner: Learner): string {
  const start = (): Net => makeNet(generator(4).random, sizes)
  const steps = 40
  const net = start()
  const stale = Array.from({ length: steps }, () => {
    const loss = lossOf(net)
    backward(loss)
    for (const p of parametersOf(net)) p.data -= rate * p.grad
    return loss.data
  })
  const mended = learner.train(learner.makeNet(generator(4).random, sizes), steps, rate)
  const x = stale.map((_, i) => i)
  return [
    'The fourth start. Old gradients carry it through the valley and up the other side, where tanh is flat:',
    '',
    chart(
      [
        { name: 'as it was', x, y: stale },
        { name: 'mended', x, y: mended },
      ],
      { height: 12, x: { label: 'step' }, y: { label: 'loss' } },
    ),
  ].join('\n')
}
