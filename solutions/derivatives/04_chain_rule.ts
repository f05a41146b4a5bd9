// %% [markdown]
// # 04 · The chain rule
//
// Now for the one rule that backpropagation is made of. Take
//
//     L = (a * b + c) * f          at a = 2, b = -3, c = 10, f = -2
// tex: L = (a \cdot b + c) \cdot f \qquad \text{at } a = 2,\; b = -3,\; c = 10,\; f = -2
//
// and give each step a name:
//
//     a  2 --+
//            * --> e -6 --+
//     b -3 --+            + --> d 4 --+
//     c 10 ---------------+           * --> L -8
//     f -2 ---------------------------+
//
// For each of these names, you want to know: how much does L move when you nudge it? These slopes are written
// dL/da, dL/db, and so on.
//
// ## One step
//
// Start with a single step, the last one: L = d * f. Nudge d by h: L becomes (d + h) * f, so it moves by
// h * f. So dL/dd is f, the other factor: -2. This is the **local** slope of the step.
//
// Another step: d = e + c. Nudge e by h, and d moves by h as well. The local slope of a sum is 1.
//
// ## Two steps
//
// How much does L move when you nudge e? Nudge e by h. Then d moves by 1 * h, and L moves by -2 times as much
// as d.
//
//     dL/de  =  dL/dd * (local slope of d by e)
// tex: \frac{dL}{de} = \frac{dL}{dd} \cdot (\text{local slope of } d \text{ by } e)
//
// That is the **chain rule**: multiply the slope that you've already found, closer to L, by the local slope
// of the step. The slope that you've already found is called the **upstream gradient**. If a car is twice
// as fast as a bicycle, and the bicycle is four times as fast as a walker, then the car is 2 * 4 times as
// fast as the walker.
//
// So go **backwards**: start at L, then do d and f, then e and c, then a and b. Each slope needs only what
// you've already found.

// %% All values, and all slopes of L
export interface Known {
  a: number
  b: number
  c: number
  f: number
  e: number // a * b
  d: number // e + c
  L: number // d * f
  // the slopes, as your functions return them
  dL_dd: number
  dL_df: number
  dL_de: number
  dL_dc: number
  dL_da: number
  dL_db: number
}

// %% [markdown]
// ## Six blanks
//
// The names in braces are what a function is given. You can add any other name from the list above:
// `{ f, d }`. dL/dd is written `dL_dd`, because `/` would divide. Write formulas, not numbers: the check also
// tries other values of a, b, c and f.

// %% d feeds L = d * f
// hint: Nudge d and leave f alone. How much more than d * f is (d + h) * f?
// hint: It's h * f more. So the slope is the other factor.
// hint: `return` and a single name.
export function dL_dd({ f }: Known): number {
  // answer
  return f
  // end answer
  // wrong (wrong operand): return 1
  //   > A slope of 1 belongs to a sum. L = d * f is a product, so the other factor tells you how much a nudge counts.
  // wrong (wrong operand): return (arguments[0] as Known).d
  //   > This is d itself. Nudge d by h, and L moves by h times the other factor.
  // wrong (sign, factor): return -f
  //   > The sign is wrong. Nudge d by h, and L moves by h * f.
  // wrong (wrong operand): return -2
  //   > This is the number for f = -2. Write the formula, which is right for all numbers.
  // wrong (order): return (arguments[0] as Known).dL_da / (arguments[0] as Known).b
  //   > Your line goes around in a circle: it needs a slope that itself needs dL/dd. Use only values, and slopes that
  //   > are closer to L.
  // wrong (-): return -Math.abs(f)
}

// %% f feeds L = d * f
// hint: It's the same as for d, with the two swapped.
// hint: d * (f + h) is h * d more than d * f.
// hint: `return` and a single name: the number that f is multiplied by.
export function dL_df({ d }: Known): number {
  // answer
  return d
  // end answer
  // wrong (wrong operand): return 1
  //   > A slope of 1 belongs to a sum. L = d * f is a product, so the other factor tells you how much a nudge counts.
  // wrong (wrong operand): return (arguments[0] as Known).f
  //   > This is f itself. Nudge f by h, and L moves by h times the other factor.
  // wrong (sign, factor): return -d
  //   > The sign is wrong. Nudge f by h, and L moves by h * d.
  // wrong (wrong operand): return 4
  //   > This is the number for d = 4. Write the formula, which is right for all numbers.
  // wrong (-): return Math.abs(d)
}

// %% e feeds d = e + c
// hint: Multiply the upstream gradient by the local slope of this step.
// hint: The upstream gradient is dL_dd. The local slope of a sum is 1: when you nudge e, d moves just as far.
// hint: dL_dd times 1.
export function dL_de({ dL_dd }: Known): number {
  // answer
  return dL_dd
  // end answer
  // wrong (upstream missing): return 1
  //   > This is the local slope of the sum: how much d moves. Multiply it by the upstream gradient, dL/dd.
  // wrong (wrong operand): return dL_dd * (arguments[0] as Known).c
  //   > You treated the sum as a product. Nudge e by h, and d = e + c moves by h, whatever c is.
  // wrong (wrong operand): return dL_dd * (arguments[0] as Known).e
  //   > You multiplied by e itself. The local slope of the sum d = e + c is 1.
  // wrong (wrong operand): return dL_dd + 1
  //   > You added the two slopes. When one step follows another, multiply their slopes.
  // wrong (sign, factor): return -dL_dd
  //   > The sign is wrong. d = e + c rises when e rises.
  // wrong (sign, factor): return dL_dd / 2
  //   > Nothing is shared out here. Nudge e by h, and d moves by h, not by half of it.
  // wrong (wrong operand): return -2
  //   > This is the number for f = -2. Write the formula, which is right for all numbers.
  // wrong (order): return (arguments[0] as Known).dL_da / (arguments[0] as Known).b
  //   > Your line goes around in a circle: it needs a slope that itself needs dL/de. Use only values, and slopes that
  //   > are closer to L.
  // wrong (-): return dL_dd * 10
  // wrong (-): return -Math.abs(dL_dd)
}

// %% c feeds d = e + c
// hint: Does a sum treat its two terms differently?
// hint: The local slope by c is 1 too.
// hint: It's the same as for e: a sum passes the upstream gradient on to each of its terms.
export function dL_dc({ dL_dd }: Known): number {
  // answer
  return dL_dd
  // end answer
  // wrong (upstream missing): return 1
  //   > This is the local slope of the sum: how much d moves. Multiply it by the upstream gradient, dL/dd.
  // wrong (wrong operand): return dL_dd * (arguments[0] as Known).e
  //   > You treated the sum as a product. Nudge c by h, and d = e + c moves by h, whatever e is.
  // wrong (wrong operand): return dL_dd * (arguments[0] as Known).c
  //   > You multiplied by c itself. The local slope of the sum d = e + c is 1.
  // wrong (wrong operand): return dL_dd + 1
  //   > You added the two slopes. When one step follows another, multiply their slopes.
  // wrong (sign, factor): return -dL_dd
  //   > The sign is wrong. d = e + c rises when c rises.
  // wrong (sign, factor): return dL_dd / 2
  //   > Nothing is shared out here. Nudge c by h, and d moves by h, not by half of it.
  // wrong (wrong operand): return -2
  //   > This is the number for f = -2. Write the formula, which is right for all numbers.
  // wrong (-): return -Math.abs(dL_dd)
}

// %% a feeds e = a * b
// hint: Multiply the upstream gradient by the local slope of this step. Which slope is the upstream
//       gradient here?
// hint: The upstream gradient is dL_de. The step is a product, so its local slope by a is the other factor.
// hint: dL_de times b.
export function dL_da({ b, dL_de }: Known): number {
  // answer
  return b * dL_de
  // end answer
  // wrong (upstream missing): return b
  //   > This is the local slope: how much e moves. Multiply it by the upstream gradient, dL/de.
  // wrong (local derivative missing): return dL_de
  //   > This is the upstream gradient, dL/de. Multiply it by the local slope of e = a * b: how much does e move when
  //   > you nudge a?
  // wrong (wrong operand): return (arguments[0] as Known).a * dL_de
  //   > You multiplied by a itself. The local slope of e = a * b by a is the other factor, b.
  // wrong (wrong operand): return dL_de + b
  //   > You added the two slopes. When one step follows another, multiply their slopes.
  // wrong (sign, factor): return -b * dL_de
  //   > The sign is wrong. Nudge a by h, and e moves by h * b.
  // wrong (wrong operand): return 6
  //   > This is the number for b = -3 and f = -2. Write the formula, which is right for all numbers.
  // wrong (-): return Math.abs(b * dL_de)
  // wrong (-): return -Math.abs(b) * dL_de
}

// %% b feeds e = a * b
// hint: It's the same as for a, with the two swapped.
// hint: The upstream gradient is dL_de, and the local slope by b is a.
// hint: dL_de times a.
export function dL_db({ a, dL_de }: Known): number {
  // answer
  return a * dL_de
  // end answer
  // wrong (upstream missing): return a
  //   > This is the local slope: how much e moves. Multiply it by the upstream gradient, dL/de.
  // wrong (local derivative missing): return dL_de
  //   > This is the upstream gradient, dL/de. Multiply it by the local slope of e = a * b: how much does e move when
  //   > you nudge b?
  // wrong (wrong operand): return (arguments[0] as Known).b * dL_de
  //   > You multiplied by b itself. The local slope of e = a * b by b is the other factor, a.
  // wrong (wrong operand): return a + dL_de
  //   > You added the two slopes. When one step follows another, multiply their slopes.
  // wrong (sign, factor): return -a * dL_de
  //   > The sign is wrong. Nudge b by h, and e moves by h * a.
  // wrong (wrong operand): return -4
  //   > This is the number for a = 2 and f = -2. Write the formula, which is right for all numbers.
  // wrong (-): return -Math.abs(a * dL_de)
  // wrong (-): return Math.abs(a) * dL_de
}

// %% [markdown]
// ## Blank 7: predict L
//
// What are these numbers good for? They predict the future. Nudge each input by a small amount, and L moves
// by about
//
//     (nudge of a) * dL/da  +  (nudge of b) * dL/db  +  (nudge of c) * dL/dc  +  (nudge of f) * dL/df
// tex: \begin{aligned} &(\text{nudge of } a) \cdot \frac{dL}{da} + (\text{nudge of } b) \cdot \frac{dL}{db} \\
//   &+ (\text{nudge of } c) \cdot \frac{dL}{dc} + (\text{nudge of } f) \cdot \frac{dL}{df} \end{aligned}
//
// In the last blank, all four inputs move **along their gradients**: a becomes a + t * dL/da, and so on, all
// with the same small t. About what will L be then? Don't compute L from the new inputs. Predict it from what
// you already know: the old L and its slopes.

// %% L after a step of t along the gradient
// hint: Each input moves L by its own nudge times its slope. How large is the nudge of a?
// hint: The nudge of a is t * dL_da. It moves L by that times dL_da, which is t times a square. The same goes
//       for b, c and f.
// hint: L, plus t times the sum of the four squares.
export function predict({ L, dL_da, dL_db, dL_dc, dL_df }: Known, t: number): number {
  // answer
  return L + t * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  // end answer
  // wrong (wrong operand): return L + t * (dL_da + dL_db + dL_dc + dL_df)
  //   > Each input is nudged by t times its slope, not by t. L moves by nudge times slope, so the slope counts twice.
  // wrong (wrong operand): return L + t * (dL_da + dL_db + dL_dc + dL_df) ** 2
  //   > You squared the sum of the slopes. Square each slope by itself, then add them up.
  // wrong (wrong operand): return L + t ** 2 * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  //   > You squared t as well. The nudge of a is t * dL_da, and it moves L by that times dL_da: t counts only once.
  // wrong (a use forgotten): return t * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  //   > This is how far L moves. Add it to where L starts.
  // wrong (a use forgotten): return L + t * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2)
  //   > The term of f is missing. All four inputs move.
  // wrong (a use forgotten): return L + t * (dL_da ** 2 + dL_db ** 2 + dL_df ** 2)
  //   > The term of c is missing. All four inputs move.
  // wrong (a use forgotten): return L + t * (dL_da ** 2 + dL_dc ** 2 + dL_df ** 2)
  //   > The term of b is missing. All four inputs move.
  // wrong (a use forgotten): return L + t * (dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  //   > The term of a is missing. All four inputs move.
  // wrong (sign, factor): return L - t * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  //   > L moves the wrong way. A step along the gradient makes L grow, whatever the signs of the slopes.
  // wrong (sign, factor): return L + (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  //   > The factor t is missing. The nudge of a is t * dL_da.
  // wrong (sign, factor): return L * t * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  //   > You multiplied L by how far it moves. Add the two.
  // wrong (wrong operand):
  //   const { a, b, c, f } = (arguments[0] as Known)
  //   return ((a + t * dL_da) * (b + t * dL_db) + c + t * dL_dc) * (f + t * dL_df)
  //   > This is exactly what L becomes, computed from the new inputs. Predict it from the old L and its slopes.
  // wrong (-): return L + Math.abs(t) * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
}

// %% check
import { type Check, chart } from 'backprop-ninja'

type Learner = Pick<typeof import('./04_chain_rule.ts'), Name | 'predict'>
type Inputs = Pick<Known, 'a' | 'b' | 'c' | 'f'>
type Name = keyof typeof lecture.slopes

const lecture = {
  inputs: { a: 2, b: -3, c: 10, f: -2 },
  slopes: { dL_dd: -2, dL_df: 4, dL_de: -2, dL_dc: -2, dL_da: 6, dL_db: -4 },
}
const names = Object.keys(lecture.slopes) as Name[]
const forward = ({ a, b, c, f }: Inputs): number => (a * b + c) * f

/** All values, and all slopes as the learner's functions give them. */
function known(learner: Learner, inputs: Inputs): Known {
  const { a, b, c } = inputs
  const all = { ...inputs, e: a * b, d: a * b + c, L: forward(inputs) } as Known
  for (const name of names) {
    let value: number | undefined
    Object.defineProperty(all, name, {
      enumerable: true,
      get: () => {
        value ??= learner[name](all)
        return value
      },
    })
  }
  return all
}

export const check: Check<Learner> = (learner, { g }) => {
  const drawn = (): number => 1.5 + g.random()
  // Every number, and every slope, is positive in one place and negative in another.
  const other: Inputs = { a: -drawn(), b: drawn() + 1, c: -drawn() - 3, f: drawn() + 3 }
  const third: Inputs = { a: drawn(), b: -drawn() - 1, c: drawn() + 8, f: drawn() + 2 }
  const places = [
    ['', lecture.inputs, 0.01],
    [', other numbers', other, 0.001],
    [', others again', third, -0.002],
  ] as const
  return [
    ...names.flatMap(blank =>
      places.map(([which, inputs]) => ({
        name: `${blank.replace('_', '/')}${which}`,
        blank,
        learner: () => known(learner, inputs)[blank],
        at: inputs,
        ...(which === '' ? { expected: lecture.slopes[blank] } : {}),
      })),
    ),
    ...places.map(([which, inputs, t]) => ({
      name: `predict(…, ${t})${which}`,
      blank: 'predict',
      learner: () => learner.predict(known(learner, inputs), t),
      at: inputs,
      ...(which === '' ? { expected: -8 + 0.01 * (36 + 16 + 4 + 16) } : {}),
    })),
  ]
}

/** What was predicted, and what L really becomes. */
export function picture(learner: Learner): string {
  const all = known(learner, lecture.inputs)
  const steps = Array.from({ length: 16 }, (_, i) => i / 250)
  const moved = (t: number): number =>
    forward({ a: 2 + t * all.dL_da, b: -3 + t * all.dL_db, c: 10 + t * all.dL_dc, f: -2 + t * all.dL_df })
  const text = chart(
    [
      { name: 'predicted from the slopes', x: steps, y: steps.map(t => learner.predict(all, t)) },
      { name: 'computed from the new inputs', x: steps, y: steps.map(moved) },
    ],
    { height: 12, x: { label: 't, the length of the step' }, y: { label: 'L' } },
  )
  const [predicted, computed] = [learner.predict(all, 0.01).toFixed(4), moved(0.01).toFixed(4)]
  const line = `t = 0.01: predicted ${predicted}, computed ${computed}.`
  return `${text}\n\n${line}\nSlopes tell the truth near the place where you took them.`
}
