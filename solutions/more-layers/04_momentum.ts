// %% [markdown]
// # 04 · Momentum
//
// Plain gradient descent forgets each gradient as soon as it has made its step. In a narrow valley that's
// slow. The walls are steep, so the steps must be small, or they jump from wall to wall. And along the
// floor, where the slope is gentle, small steps get nowhere:
//
//          \   the gradient across the valley        /
//           \  points left, right, left, right ...  /
//            \        <---  --->  <---             /         cancels
//             \___________________________________/
//
//              the gradient along the floor is small, and
//              always points the same way: > > > > > >               adds up
//
// **Momentum** (Polyak, 1964) lets the point roll like a ball. It has a **velocity** `v`. In each step it
// loses a part of its velocity, as if by friction, and the gradient is added. What points left and right
// in turn cancels in `v`. What always points the same way adds up.
//
// The factor `mu` says how much of the velocity is kept. Here is a slope of 1 that never changes, with
// mu = 0.9:
//
//     step       1       2       3        4      ...      20
//     v          1      1.9     2.71    3.439          8.7842
//
// Check the second column: 0.9 of the old velocity, which was 1, and then the new gradient, 1. In the end
// `v` is 10 times the gradient, 1 / (1 - mu): along the floor it's as if the learning rate were 10 times
// larger. At the beginning there is no velocity: `v` is 0.
//
// Then the parameter moves against the velocity, where plain descent would move against the gradient:
//
//     p  =  p - lr * v
// tex: p = p - \name{lr} \cdot v
//
// This is the form of PyTorch's SGD. In other forms `v` has the opposite sign, or the learning rate is already
// in it. All of them make the same steps, as long as the learning rate stays the same.
//
// A tensor never changes, so each function returns a new one.

// %%
import { type Tensor, zerosLike } from 'backprop-ninja'

// %% What goes from one step to the next, and what stays the same
export interface Rolling {
  /** The parameter. */
  readonly p: Tensor
  /** Its velocity: 0 before the first step. */
  readonly v: Tensor
}

export interface MomentumOptions {
  /** The learning rate. */
  readonly lr: number
  /** How much of the velocity is kept. */
  readonly mu: number
}

// %% The new velocity
// hint: Two terms: what is left of the old velocity, and the new gradient.
// hint: Of the old velocity the part mu is left. All of the gradient is added: look at the table.
// hint: `v.mul(...)` first, then add the gradient as it is.
export function velocity(v: Tensor, grad: Tensor, mu: number): Tensor {
  // answer
  return v.mul(mu).add(grad)
  // end answer
  // wrong (a use forgotten): return grad
  //   > The old velocity is missing, so this is plain gradient descent. Add what is left of it.
  // wrong (a use forgotten): return v.mul(mu)
  //   > The gradient is missing: nothing ever gets this going. Add it.
  // wrong (a use forgotten): return v.add(grad)
  //   > You keep all of the old velocity, so nothing ever slows down. Multiply it by `mu`.
  // wrong (sign, factor): return v.mul(mu).add(grad.mul(1 - mu))
  //   > You multiply the gradient by `1 - mu`, as for a running average. Then the steps are smaller than in the table.
  //   > PyTorch calls that dampening, and it's 0 unless you ask for it: add all of the gradient.
  // wrong (sign, factor): return v.mul(mu).add(grad.mul(mu))
  //   > You multiply the gradient by `mu` too. Only the old velocity is slowed down.
  // wrong (order): return v.add(grad).mul(mu)
  //   > You multiply the gradient by `mu` too. Only the old velocity is slowed down.
  // wrong (sign, factor): return v.mul(mu).sub(grad)
  //   > You subtract the gradient, and it is subtracted again when the parameter moves: that would go uphill. Add it.
  // wrong (sign, factor): return v.mul(1 - mu).add(grad)
  //   > You keep the part `1 - mu` of the velocity. Keep the part `mu`, and lose the rest.
  // wrong (sign, factor): return v.mul(0.9).add(grad)
  //   > Your factor is always 0.9. Use `mu`.
  // wrong (-): return v.add(grad.mul(mu))
}

// %% A step with momentum
// hint: First the velocity changes, then the parameter moves with the new velocity. The next step needs
//       both.
// hint: Call `velocity` with what's in `state`. Then subtract lr times its result from the parameter.
// hint: `const v = velocity(state.v, grad, mu)`, then return an object of two: `p: state.p.sub(...)` and
//       v.
export function momentum(state: Rolling, grad: Tensor, { lr, mu }: MomentumOptions): Rolling {
  // answer
  const v = velocity(state.v, grad, mu)
  return { p: state.p.sub(v.mul(lr)), v }
  // end answer
  // wrong (stale or aliased):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(v.mul(lr)), v: state.v }
  //   > You return the old velocity, so nothing is remembered. Return the new one beside the new `p`.
  // wrong (stale or aliased):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(v.mul(lr)), v: grad }
  //   > You keep the last gradient instead of the velocity. Return the new velocity beside the new `p`.
  // wrong (order):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(state.v.mul(lr)), v }
  //   > You move with the old velocity, so this gradient counts one step late. Move with the new one.
  // wrong (sign, factor):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.add(v.mul(lr)), v }
  //   > Your step goes uphill: the velocity is made of gradients. Subtract it.
  // wrong (wrong operand):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(grad.mul(lr)), v }
  //   > You move against the gradient, as in plain descent. The velocity is there, but it isn't used: move with it.
  // wrong (sign, factor):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(v), v }
  //   > The learning rate is missing. Multiply the velocity by `lr` before you subtract it.
  // wrong (sign, factor):
  //   const v = velocity(state.v, grad.mul(lr), mu)
  //   return { p: state.p.sub(v.mul(lr)), v }
  //   > The rate is in there twice: in the velocity, and in the step. Leave it out of the velocity.
  // wrong (sign, factor):
  //   const v = velocity(state.v, grad.mul(lr), mu)
  //   return { p: state.p.sub(v), v }
  //   > Your rate is in the velocity. In PyTorch's form the velocity is made of gradients as they are, and the rate comes
  //   > in when the parameter moves. So a new rate counts at once.
  // wrong (sign, factor):
  //   const v = velocity(state.v, grad, mu).mul(lr)
  //   return { p: state.p.sub(v), v }
  //   > You keep the velocity times the rate, and in the next step it's multiplied again. Keep the velocity alone.
  // wrong (wrong operand):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: v.mul(lr), v }
  //   > This is the step alone. Return where it leads: subtract it from `state.p`.
  // wrong (a use forgotten): return { p: state.p, v: velocity(state.v, grad, mu) }
  //   > Nothing moved. Subtract `lr` times the new velocity from `state.p`.
  // wrong (sign, factor):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(v.mul(0.1)), v }
  //   > Your rate is always 0.1. Use `lr`.
  // wrong (-):
  //   const v = velocity(state.v, grad, lr)
  //   return { p: state.p.sub(v.mul(mu)), v }
}

// %% Many steps
// Returns where the parameter is after each step. `gradient` gives you the gradient at a point
// hint: Begin with a state: the parameter is at `start`, and it has no velocity yet.
// hint: In each round: the gradient where the parameter is now; the step; note where it led. Keep the
//       whole state from one round to the next, not only the parameter.
// hint: `let state: Rolling = { p: start, v: zerosLike(start) }` and an empty list of tensors. In a loop
//       over `steps`: put what `momentum` returns back into state, then push its p.
export function roll(
  start: Tensor,
  gradient: (p: Tensor) => Tensor,
  options: MomentumOptions,
  steps: number,
): Tensor[] {
  // answer
  let state: Rolling = { p: start, v: zerosLike(start) }
  const path: Tensor[] = []
  for (let i = 0; i < steps; i++) {
    state = momentum(state, gradient(state.p), options)
    path.push(state.p)
  }
  return path
  // end answer
  // wrong (stale or aliased):
  //   let p = start
  //   const path: Tensor[] = []
  //   for (let i = 0; i < steps; i++) {
  //     p = momentum({ p, v: zerosLike(start) }, gradient(p), options).p
  //     path.push(p)
  //   }
  //   return path
  //   > Each of your steps begins without velocity, so this is plain descent. Keep the whole state from step to step.
  // wrong (stale or aliased):
  //   let state: Rolling = { p: start, v: zerosLike(start) }
  //   const path: Tensor[] = []
  //   for (let i = 0; i < steps; i++) {
  //     state = momentum(state, gradient(start), options)
  //     path.push(state.p)
  //   }
  //   return path
  //   > All your steps use the gradient at the start. Take it where the parameter is now: `gradient(state.p)`.
  // wrong (stale or aliased):
  //   const state: Rolling = { p: start, v: zerosLike(start) }
  //   const path: Tensor[] = []
  //   for (let i = 0; i < steps; i++) path.push(momentum(state, gradient(state.p), options).p)
  //   return path
  //   > Every round makes the first step again. Put what `momentum` returns back into `state`.
  // wrong (order):
  //   let state: Rolling = { p: start, v: zerosLike(start) }
  //   const path: Tensor[] = [start]
  //   for (let i = 0; i < steps; i++) {
  //     state = momentum(state, gradient(state.p), options)
  //     path.push(state.p)
  //   }
  //   return path
  //   > Your list begins with the start. Leave that out: the first point is where the first step led.
  // wrong (overwritten, doubled, subtracted):
  //   let state: Rolling = { p: start, v: gradient(start) }
  //   const path: Tensor[] = []
  //   for (let i = 0; i < steps; i++) {
  //     state = momentum(state, gradient(state.p), options)
  //     path.push(state.p)
  //   }
  //   return path
  //   > Your velocity begins as the first gradient, so that one counts twice. Before the first step it is 0.
  // wrong (order):
  //   let state: Rolling = { p: start, v: zerosLike(start) }
  //   const path: Tensor[] = []
  //   for (let i = 0; i < steps; i++) {
  //     path.push(state.p)
  //     state = momentum(state, gradient(state.p), options)
  //   }
  //   return path
  //   > Your list begins with the start and lacks the last point. Step first, then note where it led.
  // wrong (order):
  //   let state: Rolling = { p: start, v: zerosLike(start) }
  //   const path: Tensor[] = []
  //   for (let i = 0; i <= steps; i++) {
  //     state = momentum(state, gradient(state.p), options)
  //     path.push(state.p)
  //   }
  //   return path
  //   > You made one step too many. With `i < steps`, a loop that starts at 0 runs exactly `steps` times.
  // wrong (-): return [momentum({ p: start, v: zerosLike(start) }, gradient(start), options).p]
}

// %% [markdown]
// ## Nesterov's momentum
//
// A ball that only rolls goes past the lowest point before it turns. **Nesterov's** momentum (1983) looks
// ahead by one step. Suppose the gradient stays as it is. What will the velocity be *after the next
// step*? The parameter already moves with that one now.
//
//     plain        p moves with the velocity of this step
//     Nesterov     p moves with the velocity that the next step would have, if the gradient stayed the same
//
// What is kept as `v` is the same as before: the velocity of this step.

// %% A step of Nesterov's
// hint: You need the velocity twice: the one of this step, and the one of the step after it.
// hint: `velocity` gives you the first from `state.v`. What gives you the second, if the gradient is the
//       same again? Keep the first, move with the second.
// hint: `const v = velocity(state.v, grad, mu)`, and then once more with this v instead of the old one. In
//       PyTorch's source that's grad plus mu times the new v.
export function nesterov(state: Rolling, grad: Tensor, { lr, mu }: MomentumOptions): Rolling {
  // answer
  const v = velocity(state.v, grad, mu)
  const ahead = velocity(v, grad, mu)
  return { p: state.p.sub(ahead.mul(lr)), v }
  // end answer
  // wrong (a use forgotten): return momentum(state, grad, { lr, mu })
  //   > This is plain momentum: it moves with the velocity of this step. Move with that of the step after it.
  // wrong (stale or aliased):
  //   const v = velocity(state.v, grad, mu)
  //   const ahead = grad.add(state.v.mul(mu))
  //   return { p: state.p.sub(ahead.mul(lr)), v }
  //   > This is plain momentum: it moves with the velocity of this step. Move with that of the step after it.
  // wrong (overwritten, doubled, subtracted):
  //   const v = velocity(velocity(state.v, grad, mu), grad, mu)
  //   return { p: state.p.sub(v.mul(lr)), v }
  //   > You keep the velocity of the next step, so this gradient counts twice. Move with it, but keep that of this step.
  // wrong (a use forgotten):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(v.mul(mu).mul(lr)), v }
  //   > You move with `mu` times the velocity. The next step would also add the gradient.
  // wrong (sign, factor):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(v.add(grad).mul(lr)), v }
  //   > You add the gradient to all of the velocity. The next step would keep the part `mu` of it.
  // wrong (sign, factor):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(v.add(grad.mul(mu)).mul(lr)), v }
  //   > Your `mu` is at the gradient. It belongs to the velocity: the next step keeps the part `mu` of it.
  // wrong (stale or aliased):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(velocity(v, grad, mu).mul(lr)), v: state.v }
  //   > You return the old velocity, so nothing is remembered. Return the new one beside the new `p`.
  // wrong (sign, factor):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.add(velocity(v, grad, mu).mul(lr)), v }
  //   > Your step goes uphill: the velocity is made of gradients. Subtract it.
  // wrong (sign, factor):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(velocity(v, grad, mu)), v }
  //   > The learning rate is missing. Multiply the velocity by `lr` before you subtract it.
  // wrong (-):
  //   const v = velocity(state.v, grad, mu)
  //   return { p: state.p.sub(velocity(v, grad, mu).mul(lr * mu)), v }
}

// %% [markdown]
// ## What you will see
//
// The check draws the loss in a valley that is 100 times as steep across as along, with the same learning
// rate for all three. Momentum adds one thing: a ball goes past the lowest point and comes back, so the
// loss goes up and down on its way. Nesterov's look ahead brakes it in time.
//
// All numbers of the network still have the same learning rate. Adam, in the track gpt, gives each its
// own.

// %% check
import { type Check, chart, tensor } from 'backprop-ninja'

type Learner = Pick<typeof import('./04_momentum.ts'), 'velocity' | 'momentum' | 'roll' | 'nesterov'>

type Step = Learner['momentum']

/** Copies, so that nothing a learner's function does to them lasts. */
const clone = ({ p, v }: Rolling): Rolling => ({ p: p.clone(), v: v.clone() })

/** torch.optim.SGD with a momentum of 0.9, ten steps of 0.01 in float64; as src/training/golden has it. */
const PYTORCH = {
  momentum: [0.004134493364828571, -0.7578417750587965, 2.7368256960000004],
  nesterov: [0.004718470075366134, -0.8347777703751604, 3.048895377937793],
}

/** Ten steps from (0, 0, 0), down half the squared distance to (1, -2, 3), steeper in each direction. */
function tenSteps(step: Step): Tensor {
  let state: Rolling = { p: tensor([0, 0, 0]), v: tensor([0, 0, 0]) }
  for (let i = 0; i < 10; i++) {
    const grad = state.p.sub(tensor([1, -2, 3])).mul(tensor([0.01, 1, 50]))
    state = step(clone(state), grad, { lr: 0.01, mu: 0.9 })
  }
  return state.p
}

export const check: Check<Learner> = (learner, { g }) => {
  const between = (low: number, high: number): number => low + (high - low) * g.random()
  const options: MomentumOptions = { lr: between(0.02, 0.05), mu: between(0.6, 0.8) }
  const { lr, mu } = options
  const many = 3 + Math.floor(4 * g.random())
  const [grad, old, p] = [g.randn(2, 3), g.randn(2, 3), g.randn(2, 3)]
  const grads = Array.from({ length: many }, () => g.randn(2, 3))
  const state: Rolling = { p, v: old }
  const rest: Rolling = { p, v: zerosLike(p) }
  const listed = ({ p, v }: Rolling) => [p, v]
  const steep = g.uniform([2, 3], 1, 20)
  /** Each step is also a sum of the last two places: no velocity is needed to say so. */
  const places = (steps: number): Tensor[] => {
    const path = [p, p]
    for (let i = 0; i < steps; i++) {
      const [before, now] = path.slice(-2)
      path.push(now.mul(1 + mu).sub(now.mul(steep).mul(lr)).sub(before.mul(mu)))
    }
    return path.slice(2)
  }
  return [
    {
      name: 'velocity(v, grad, mu)',
      blank: 'velocity',
      learner: () => learner.velocity(old.clone(), grad.clone(), mu),
      at: { mu },
    },
    {
      name: 'velocity, over several gradients',
      blank: 'velocity',
      learner: () => grads.reduce((v, grad) => learner.velocity(v, grad.clone(), mu), zerosLike(grad)),
      expected: () => grads.map((one, i) => one.mul(mu ** (many - 1 - i))).reduce((a, b) => a.add(b)),
      at: { mu, steps: many },
      learned: 'a gradient of k steps ago still counts mu^k',
    },
    {
      name: 'momentum, the first step: p, v',
      blank: 'momentum',
      learner: () => listed(learner.momentum(clone(rest), grad.clone(), options)),
      expected: [p.sub(grad.mul(lr)), grad],
      at: { lr, mu },
    },
    {
      name: 'momentum, from a later state: p, v',
      blank: 'momentum',
      learner: () => listed(learner.momentum(clone(state), grad.clone(), options)),
      at: { lr, mu },
    },
    {
      name: 'momentum, ten steps: p as in PyTorch',
      blank: 'momentum',
      learner: () => tenSteps(learner.momentum),
      expected: tensor(PYTORCH.momentum),
    },
    {
      name: 'roll, 12 steps in a valley',
      blank: 'roll',
      learner: () => learner.roll(p.clone(), at => at.mul(steep), options, 12),
      expected: () => places(12),
      at: { lr, mu },
    },
    {
      name: 'roll, where the slope bends',
      blank: 'roll',
      learner: () => learner.roll(p.clone(), at => at.sin(), options, many),
      at: { lr, mu, steps: many },
    },
    {
      name: 'roll, no step',
      blank: 'roll',
      learner: () => learner.roll(p.clone(), at => at, options, 0).length,
    },
    {
      name: 'nesterov, the first step: p, v',
      blank: 'nesterov',
      learner: () => listed(learner.nesterov(clone(rest), grad.clone(), options)),
      expected: [p.sub(grad.mul(lr * (1 + mu))), grad],
      at: { lr, mu },
      learned: 'the first step is 1 + mu times as long as that of plain descent',
    },
    {
      name: 'nesterov, from a later state: p, v',
      blank: 'nesterov',
      learner: () => listed(learner.nesterov(clone(state), grad.clone(), options)),
      at: { lr, mu },
    },
    {
      name: 'nesterov, ten steps: p as in PyTorch',
      blank: 'nesterov',
      learner: () => tenSteps(learner.nesterov),
      expected: tensor(PYTORCH.nesterov),
    },
  ]
}

/** The way down a valley, by the learner's functions. */
export function picture(learner: Learner): string {
  const lr = 0.008
  const steps = 300
  const slopes = tensor([1, 100])
  const lossAt = (p: Tensor): number => p.square().mul(slopes).sum().item() / 2
  const down = (step: Step, mu: number): number[] => {
    let state: Rolling = { p: tensor([1, 1]), v: tensor([0, 0]) }
    const losses = [lossAt(state.p)]
    for (let i = 0; i < steps; i++) {
      state = step(state, state.p.mul(slopes), { lr, mu })
      losses.push(lossAt(state.p))
    }
    return losses
  }
  const ways = [
    { name: 'plain', y: down(learner.momentum, 0) },
    { name: 'momentum 0.9', y: down(learner.momentum, 0.9) },
    { name: 'Nesterov 0.9', y: down(learner.nesterov, 0.9) },
  ]
  /** The first step after which the loss stays below 0.01. */
  const until = (y: readonly number[]): string => {
    const last = y.findLastIndex(loss => loss >= 0.01)
    return last === steps ? `more than ${steps}` : String(last + 1)
  }
  return [
    'A valley, 100 times as steep across as along, from (1, 1), with lr 0.008:',
    '',
    chart(
      ways.map(({ name, y }) => ({ name, x: y.map((_, i) => i).slice(0, 121), y: y.slice(0, 121) })),
      { height: 14, x: { label: 'step' }, y: { label: 'loss', log: true } },
    ),
    '',
    'Steps until the loss stays below 0.01:',
    ...ways.map(({ name, y }) => `  ${name.padEnd(14)}${until(y)}`),
  ].join('\n')
}
