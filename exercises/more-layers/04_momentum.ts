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
//
// This is the form of PyTorch's SGD. In other forms `v` has the opposite sign, or the learning rate is already
// in it. All of them make the same steps, as long as the learning rate stays the same.
//
// A tensor never changes, so each function returns a new one.

// %%
import { type Tensor, TODO, zerosLike } from 'backprop-ninja'

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
export function velocity(v: Tensor, grad: Tensor, mu: number): Tensor {
  return TODO()
}

// %% A step with momentum
export function momentum(state: Rolling, grad: Tensor, { lr, mu }: MomentumOptions): Rolling {
  return TODO()
}

// %% Many steps
// Returns where the parameter is after each step. `gradient` gives you the gradient at a point
export function roll(
  start: Tensor,
  gradient: (p: Tensor) => Tensor,
  options: MomentumOptions,
  steps: number,
): Tensor[] {
  return TODO()
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
export function nesterov(state: Rolling, grad: Tensor, { lr, mu }: MomentumOptions): Rolling {
  return TODO()
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
