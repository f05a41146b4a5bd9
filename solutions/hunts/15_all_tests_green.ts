// %% [markdown]
// # 15 · All tests are green
//
// ## The program
//
// Here no gradient is wrong. The program below *checks* gradients: it tests the layers of a library. A
// layer has a forward pass and a backward pass. `agrees` nudges each element of the input both ways,
// measures how the loss moves, and compares that with what the backward pass says.
//
// ## What was observed
//
// The library has a layer norm. Each row of `x` gets the mean 0 and the variance 1; with the result
// `hat`, and `rstd`, 1 over the row's standard deviation, the backward pass is
//
//     dx  =  rstd * (dy  -  mean of dy  -  hat * (mean of dy * hat))          means along the row
//
// Somebody spoiled it in seven ways, one at a time, to see what the tests would say:
//
// | the backward pass | `agrees` says |
// |---|---|
// | as it should be | true |
// | without its last term | true |
// | with a plus before the last term | true |
// | with the last term twice | true |
// | without `rstd` | true |
// | with `rstd` squared | true |
// | zeros, whatever comes in | true |
// | without the mean of dy | false |
//
// One of seven. And for a layer that is only a tanh, it accepted a backward pass that ignores `dy`.
//
// Fix the check. Each layer that is right must still pass.

// %%
import { type Family, type Generator, onesLike, Tensor } from 'backprop-ninja'

// %% What is tested
export interface Layer {
  forward(x: Tensor): Tensor
  /** From the gradient of its result to that of x. */
  backward(x: Tensor, dy: Tensor): Tensor
}

// %% A layer that is right
export const tanh: Layer = {
  forward: x => x.tanh(),
  backward: (x, dy) => dy.mul(onesLike(x).sub(x.tanh().square())),
}

// %% How much a loss changes with each element of x, by nudging it both ways
export function nudged(lossAt: (x: Tensor) => number, x: Tensor): Tensor {
  const h = 1e-5
  const moved = (i: number, by: number): Tensor =>
    new Tensor(
      x.shape,
      x.data.map((value, j) => (j === i ? value + by : value)),
    )
  return new Tensor(
    x.shape,
    x.data.map((_, i) => (lossAt(moved(i, h)) - lossAt(moved(i, -h))) / (2 * h)),
  )
}

// %% The check
// hint: What is the loss here, and so what does the backward pass get as `dy`?
// hint: The loss is the sum of all that the layer puts out, so each element of dy is 1. But a row of
//       layer norm's result always has the sum 0. How does that loss move when you nudge x?
// hint: Multiply the result by random numbers before you sum it: `g.randn(...)` in its shape. The same
//       numbers are then the gradient of the result, so the backward pass must get them instead of the
//       ones.
export function agrees(layer: Layer, x: Tensor, g: Generator): boolean {
  // answer
  const dy = g.randn(layer.forward(x).shape)
  const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  const fast = layer.backward(x, dy)
  return fast.sub(slow).abs().max().item() < 1e-6
  // end answer
  // given (upstream missing):
  //   const dy = onesLike(layer.forward(x))
  //   const slow = nudged(x => layer.forward(x).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().max().item() < 1e-6
  //   > Your check lets wrong gradients pass. For layer norm, it can't even tell the right one from zeros.
  // wrong (upstream missing):
  //   const dy = onesLike(layer.forward(x)).mul(g.random())
  //   const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().max().item() < 1e-6
  //   > You drew one number for all elements. Then the sum of a row of layer norm is still 0. Draw one for each.
  // wrong (wrong operand):
  //   const dy = g.randn(layer.forward(x).shape)
  //   const slow = nudged(x => layer.forward(x).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().max().item() < 1e-6
  //   > The backward pass gets random numbers, but the loss that you nudge is still the plain sum. Multiply the result by
  //   > the same numbers, or layers that are right are rejected.
  // wrong (wrong operand):
  //   const dy = g.randn(layer.forward(x).shape)
  //   const slow = nudged(x => layer.forward(x).mul(g.randn(dy.shape)).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().max().item() < 1e-6
  //   > You draw new numbers in every nudge. Draw them once, and use the same ones in the loss and for the backward pass,
  //   > or layers that are right are rejected.
  // wrong (upstream missing):
  //   const dy = onesLike(layer.forward(x))
  //   const slow = nudged(x => layer.forward(x).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().max().item() < 1e-9
  //   > Your check lets wrong gradients pass. For layer norm, it can't even tell the right one from zeros.
  // wrong (a use forgotten):
  //   const dy = g.randn(x.shape[0], 1).expandAs(layer.forward(x))
  //   const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().max().item() < 1e-6
  //   > In each row of `dy`, all numbers are the same. Then the sum of a row of layer norm is still multiplied by one number, and
  //   > it's 0. Draw a number for each element.
  // wrong (a use forgotten):
  //   const dy = g.randn(layer.forward(x).shape[1]).expandAs(layer.forward(x))
  //   const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().max().item() < 1e-6
  //   > All rows of `dy` are the same, so your check doesn't see when a layer confuses two rows. Draw a number for each element.
  // wrong (reduction):
  //   const dy = g.randn(layer.forward(x).shape)
  //   const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return Math.abs(fast.sub(slow).sum().item()) < 1e-6
  //   > You compare only the sums, where mistakes cancel out. Compare each element.
  // wrong (sign, factor):
  //   const dy = g.randn(layer.forward(x).shape)
  //   const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.abs().sub(slow.abs()).abs().max().item() < 1e-6
  //   > Your check doesn't look at the signs: subtract before you take `abs`.
  // wrong (sign, factor):
  //   const dy = g.randn(layer.forward(x).shape)
  //   const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().max().item() < 0.01
  //   > Your check overlooks a small mistake. Where both are right they agree to many digits, so 1e-6 was wide enough.
  // wrong (index):
  //   const dy = g.randn(layer.forward(x).shape)
  //   const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return Math.abs(fast.at(0, 0) - slow.at(0, 0)) < 1e-6
  //   > You compare a single element. Compare all of them.
  // wrong (index):
  //   const dy = g.randn(layer.forward(x).shape)
  //   const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).slice(0, 0, 1).abs().max().item() < 1e-6
  //   > You compare the first row only. Compare all of them.
  // wrong (order):
  //   const dy = g.randn(layer.forward(x).shape)
  //   const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().min().item() < 1e-6
  //   > One element that agrees is enough for your check. Take the largest difference, as before.
  // wrong (-):
  //   const dy = g.randn(layer.forward(x).shape)
  //   const slow = nudged(x => layer.forward(x).mul(dy).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().max().item() < 100
  // wrong (-):
  //   const dy = onesLike(layer.forward(x))
  //   const slow = nudged(x => layer.forward(x).sum().item(), x)
  //   const fast = layer.backward(x, dy)
  //   return fast.sub(slow).abs().max().item() < 1e-6 && fast.abs().max().item() > 1e-6
}

// %% The family that the check couldn't see
// Of all mistakes in a backward pass, there is a family that it accepts in every layer. Which?
// hint: Think of the tanh that ignores `dy`. It was accepted, although it's wrong for every other dy.
// hint: If dy is 1 everywhere, does it matter whether you multiply by it?
// hint: It isn't about the slope of the layer, but about what the slope is multiplied by.
export function family(): Family {
  // answer
  return 'upstream missing'
  // end answer
  // wrong (sign, factor): return 'sign, factor'
  //   > A tanh whose slope is twice too large was rejected. Only where the loss never moves does a factor not matter.
  // wrong (local derivative missing): return 'local derivative missing'
  //   > For a tanh, a backward pass that returns dy as it is was rejected: 1 isn't the slope of tanh.
  // wrong (reduction): return 'reduction'
  //   > Of the two means, one was seen when it was missing.
  // wrong (a use forgotten): return 'a use forgotten'
  //   > In layer norm, yes, for one of the three ways. In a layer without a norm the check would have seen it.
}

// %% check
import { type Check, tensor, zerosLike } from 'backprop-ninja'
import { familyPair } from './family.ts'

type Learner = Pick<typeof import('./15_all_tests_green.ts'), 'agrees' | 'family'>

const along = (x: Tensor): Tensor => x.mean(1, { keepdim: true })

function normOf(x: Tensor) {
  const off = x.sub(along(x))
  const rstd = along(off.square()).add(1e-5).rsqrt()
  return { rstd, hat: off.mul(rstd) }
}

/** Layer norm with a backward pass made of these parts. */
const norm = (backward: (parts: Readonly<Record<'rstd' | 'hat' | 'dy', Tensor>>) => Tensor): Layer => ({
  forward: x => normOf(x).hat,
  backward: (x, dy) => backward({ ...normOf(x), dy }),
})

const straight = (dy: Tensor): Tensor => dy.sub(along(dy))
const last = (hat: Tensor, dy: Tensor): Tensor => hat.mul(along(dy.mul(hat)))

/** What is said of a layer norm, and whether it is right. */
const norms: readonly (readonly [name: string, layer: Layer, isRight: boolean])[] = [
  ['layer norm, right', norm(({ rstd, hat, dy }) => rstd.mul(straight(dy).sub(last(hat, dy)))), true],
  ['layer norm, the last term missing', norm(({ rstd, dy }) => rstd.mul(straight(dy))), false],
  [
    'layer norm, a plus before the last term',
    norm(({ rstd, hat, dy }) => rstd.mul(straight(dy).add(last(hat, dy)))),
    false,
  ],
  [
    'layer norm, the last term twice',
    norm(({ rstd, hat, dy }) => rstd.mul(straight(dy).sub(last(hat, dy).mul(2)))),
    false,
  ],
  ['layer norm, rstd missing', norm(({ hat, dy }) => straight(dy).sub(last(hat, dy))), false],
  [
    'layer norm, rstd squared',
    norm(({ rstd, hat, dy }) => rstd.square().mul(straight(dy).sub(last(hat, dy)))),
    false,
  ],
  ['layer norm, zeros', norm(({ dy }) => zerosLike(dy)), false],
  ['layer norm, the mean of dy missing', norm(({ rstd, hat, dy }) => rstd.mul(dy.sub(last(hat, dy)))), false],
]

const firstRow = (x: Tensor): Tensor => tensor([1, ...Array(x.shape[0] - 1).fill(0)]).unsqueeze(1)
const slope = (x: Tensor): Tensor => x.tanh().square().neg().add(1)
const tanhWith = (backward: Layer['backward']): Layer => ({ forward: tanh.forward, backward })

const tanhs: typeof norms = [
  ['tanh, right', tanh, true],
  ['tanh, dy ignored', tanhWith(slope), false],
  ['tanh, dy alone', tanhWith((_, dy) => dy), false],
  ['tanh, twice too large', tanhWith((x, dy) => dy.mul(slope(x)).mul(2)), false],
  ['tanh, 0.1% too large', tanhWith((x, dy) => dy.mul(slope(x)).mul(1.001)), false],
  ['tanh, each row reversed', tanhWith((x, dy) => dy.mul(slope(x)).flip(1)), false],
]

export const check: Check<Learner> = (learner, { g }) => {
  const x = g.randn(3, 5).mul(2)
  const W = g.randn(5, 2)
  const linearWith = (backward: Layer['backward']): Layer => ({ forward: x => x.matmul(W), backward })
  const linear: typeof norms = [
    ['x @ W, right', linearWith((_, dy) => dy.matmul(W.T)), true],
    ['x @ W, dy ignored', linearWith(x => W.sum(1).expand(x.shape)), false],
    ['x @ W, the sign wrong', linearWith((_, dy) => dy.matmul(W.T).neg()), false],
    ['x @ W, row 0 in all rows', linearWith((x, dy) => dy.matmul(W.T).slice(0, 0, 1).expandAs(x)), false],
    ['x @ W, row 0 alone', linearWith((x, dy) => dy.matmul(W.T).mul(firstRow(x))), false],
    ['x @ W, column 0 missing', linearWith((_, dy) => dy.matmul(W.T).mul(tensor([0, 1, 1, 1, 1]))), false],
    ['x @ W, column 4 missing', linearWith((_, dy) => dy.matmul(W.T).mul(tensor([1, 1, 1, 1, 0]))), false],
  ]
  return [
    ...[...norms, ...tanhs, ...linear].map(([name, layer, isRight]) => ({
      name: `agrees: ${name}`,
      blank: 'agrees',
      learner: () => learner.agrees(layer, x.clone(), g),
      expected: isRight,
    })),
    familyPair({
      blank: 'family',
      given: learner.family,
      secret: ['upstream missing'],
      learned: 'so ninja gives random numbers to each of your functions',
    }),
  ]
}
