// %% [markdown]
// # 04 · The chain rule
//
// Now the one rule that backpropagation is made of. Take
//
//     L = (a * b + c) * f          at a = 2, b = -3, c = 10, f = -2
//
// and give each step a name:
//
//     a  2 --+
//            * --> e -6 --+
//     b -3 --+            + --> d 4 --+
//     c 10 ---------------+           * --> L -8
//     f -2 ---------------------------+
//
// Asked for is, for every name: by how much does L move when it is nudged? Written dL/da, dL/db, …
//
// ## One step
//
// Look at one step alone first, the last: L = d * f. Nudge d by t: L becomes (d + t) * f, it moves by t * f.
// So dL/dd is f, the other factor: -2. This is the **local** slope of the step.
//
// Another step: d = e + c. Nudge e by t, and d moves by t as well: the local slope of a sum is 1.
//
// ## Two steps
//
// How much does L move when e is nudged? Nudge e by t: d moves by 1 * t, and each nudge of d moves L by -2
// times as much.
//
//     dL/de  =  dL/dd * (local slope of d by e)
//
// That is the **chain rule**: what comes from above, times the local slope of the step. If a car is twice as
// fast as a bicycle, and the bicycle four times as fast as a walker, the car is 2 * 4 times as fast as the
// walker.
//
// So go **backwards**: begin at L, then d and f, then e and c, then a and b. Each needs only what stands
// above it.

// %% All values, and all slopes of L
export interface Known {
  a: number
  b: number
  c: number
  f: number
  e: number // a * b
  d: number // e + c
  L: number // d * f
  // what has been found from above
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
// In braces stand the names that a function is handed. You may add any other of the list above: `{ f, d }`.
// dL/dd is written `dL_dd`, since `/` would divide. Write formulas, not numbers: the check also tries other
// values of a, b, c and f.

// %% d feeds L = d * f
// hint: Nudge d, f stays: (d + t) * f is how much more than d * f?
// hint: t * f more. So the slope is the other factor.
// hint: `return` and a single name.
export function dL_dd({ f }: Known): number {
  // answer
  return f
  // end answer
  // wrong (wrong operand): return 1
  // wrong (sign, factor): return -f
  // wrong (-): return -2
  // wrong (-): return -Math.abs(f)
}

// %% f feeds L = d * f
// hint: The same as for d, with the two exchanged.
// hint: d * (f + t) is t * d more than d * f.
// hint: `return` and a single name: the number that f is multiplied by.
export function dL_df({ d }: Known): number {
  // answer
  return d
  // end answer
  // wrong (wrong operand): return 1
  // wrong (sign, factor): return -d
  // wrong (-): return 4
  // wrong (-): return Math.abs(d)
}

// %% e feeds d = e + c
// hint: What comes from above, times the local slope of this step.
// hint: From above comes dL_dd. The local slope of a sum is 1: a nudge of e arrives in d as large as it is.
// hint: dL_dd times 1.
export function dL_de({ dL_dd }: Known): number {
  // answer
  return dL_dd
  // end answer
  // wrong (upstream missing): return 1
  // wrong (-): return dL_dd * 10
  // wrong (sign, factor): return -dL_dd
  // wrong (-): return -Math.abs(dL_dd)
}

// %% c feeds d = e + c
// hint: Does a sum treat its two terms in different ways?
// hint: The local slope by c is 1 too.
// hint: The same as for e: a sum hands on what comes from above to each of its terms.
export function dL_dc({ dL_dd }: Known): number {
  // answer
  return dL_dd
  // end answer
  // wrong (upstream missing): return 1
  // wrong (sign, factor): return -dL_dd
  // wrong (sign, factor): return dL_dd / 2
  // wrong (-): return -Math.abs(dL_dd)
}

// %% a feeds e = a * b
// hint: What comes from above, times the local slope of this step. Which gradient stands above a?
// hint: From above comes dL_de. The step is a product: its local slope by a is the other factor.
// hint: dL_de times b.
export function dL_da({ b, dL_de }: Known): number {
  // answer
  return b * dL_de
  // end answer
  // wrong (upstream missing): return b
  // wrong (local derivative missing): return dL_de
  // wrong (wrong operand): return dL_de + b
  // wrong (-): return Math.abs(b * dL_de)
  // wrong (-): return -Math.abs(b) * dL_de
}

// %% b feeds e = a * b
// hint: The same as for a, with the two exchanged.
// hint: From above comes dL_de, and the local slope by b is a.
// hint: dL_de times a.
export function dL_db({ a, dL_de }: Known): number {
  // answer
  return a * dL_de
  // end answer
  // wrong (upstream missing): return a
  // wrong (local derivative missing): return dL_de
  // wrong (wrong operand): return a + dL_de
  // wrong (-): return -Math.abs(a * dL_de)
  // wrong (-): return Math.abs(a) * dL_de
}

// %% [markdown]
// ## Blank 7: predict L
//
// What are these numbers good for? They tell the future. Nudge each input by a small amount, and L moves by
// about
//
//     (nudge of a) * dL/da  +  (nudge of b) * dL/db  +  (nudge of c) * dL/dc  +  (nudge of f) * dL/df
//
// The last blank: all four inputs are moved **along their gradients**: a becomes a + t * dL/da, and so on,
// with the same small t. About what will L be? (Not by computing it anew: from what is known already.)

// %% L after a step of t along the gradient
// hint: Each input moves L by its own nudge times its slope. What is the nudge of a?
// hint: The nudge of a is t * dL_da, and it moves L by that times dL_da: t times a square. The same for b, c
//       and f.
// hint: L, plus t times the sum of the four squares.
export function predict({ L, dL_da, dL_db, dL_dc, dL_df }: Known, t: number): number {
  // answer
  return L + t * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  // end answer
  // wrong (wrong operand): return L + t * (dL_da + dL_db + dL_dc + dL_df)
  // wrong (a use forgotten): return t * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  // wrong (sign, factor): return L - t * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  // wrong (-): return L + Math.abs(t) * (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
  // wrong (sign, factor): return L + (dL_da ** 2 + dL_db ** 2 + dL_dc ** 2 + dL_df ** 2)
}

// %% check
import { type Check, chart } from 'backprop-ninja'

interface Learner {
  dL_dd: typeof dL_dd
  dL_df: typeof dL_df
  dL_de: typeof dL_de
  dL_dc: typeof dL_dc
  dL_da: typeof dL_da
  dL_db: typeof dL_db
  predict: typeof predict
}
type Inputs = Pick<Known, 'a' | 'b' | 'c' | 'f'>
type Name = Exclude<keyof Learner, 'predict'>

const forward = ({ a, b, c, f }: Inputs): number => (a * b + c) * f
const lecture: Inputs = { a: 2, b: -3, c: 10, f: -2 }

/** All values, and all slopes as the learner's functions give them. */
function known(learner: Learner, inputs: Inputs): Known {
  const { a, b, c, f } = inputs
  const all = { ...inputs, e: a * b, d: a * b + c, L: (a * b + c) * f } as Known
  for (const name of ['dL_dd', 'dL_df', 'dL_de', 'dL_dc', 'dL_da', 'dL_db'] as const) {
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

const slopes = ({ a, b, c, f }: Inputs) => ({
  dL_dd: f,
  dL_df: a * b + c,
  dL_de: f,
  dL_dc: f,
  dL_da: b * f,
  dL_db: a * f,
})

export const check: Check<Learner> = (learner, { g }) => {
  const drawn = (): number => 1.5 + g.random()
  // Every number, and every slope, is positive in one place and negative in another.
  const other: Inputs = { a: -drawn(), b: drawn() + 1, c: -drawn() - 3, f: drawn() + 3 }
  const third: Inputs = { a: drawn(), b: -drawn() - 1, c: drawn() + 8, f: drawn() + 2 }
  const row = (name: Name, inputs: Inputs, where: string) =>
    ({
      name: `${name.replace('_', '/')}${where}`,
      blank: name,
      learner: () => known(learner, inputs)[name],
      expected: slopes(inputs)[name],
      ...(inputs === lecture ? {} : { at: inputs }),
      slips: [...slipsOf(name, inputs), ofLecture(name)],
    }) as const
  const grown = (inputs: Inputs, by: (slope: number) => number, start: number): number => {
    const { dL_da, dL_db, dL_dc, dL_df } = slopes(inputs)
    return start + [dL_da, dL_db, dL_dc, dL_df].map(by).reduce((sum, x) => sum + x, 0)
  }
  const square = (t: number) => (slope: number) => t * slope * slope
  const prediction = (inputs: Inputs, t: number, name: string) =>
    ({
      name,
      blank: 'predict',
      learner: () => learner.predict(known(learner, inputs), t),
      expected: grown(inputs, square(t), forward(inputs)),
      ...(inputs === lecture ? {} : { at: inputs }),
      slips: [
        {
          family: 'wrong operand',
          value: grown(inputs, slope => t * slope, forward(inputs)),
          message:
            'Each input is nudged by t times its slope, not by t. L moves by nudge times slope, so the slope counts twice.',
        },
        {
          family: 'a use forgotten',
          value: grown(inputs, square(t), 0),
          message: 'This is how much L moves. Where does it start?',
        },
        {
          family: 'sign, factor',
          value: grown(inputs, square(-t), forward(inputs)),
          message:
            'The move has the wrong sign. Along the gradient L grows, whatever the signs of the slopes.',
        },
        {
          family: 'sign, factor',
          value: grown(inputs, square(1), forward(inputs)),
          message: 'The factor t is missing: how long is the step?',
        },
      ],
    }) as const
  const names = ['dL_dd', 'dL_df', 'dL_de', 'dL_dc', 'dL_da', 'dL_db'] as const
  return [
    ...names.flatMap(name => [
      row(name, lecture, ''),
      row(name, other, ', other numbers'),
      row(name, third, ', others again'),
    ]),
    prediction(lecture, 0.01, 'predict(…, 0.01)'),
    prediction(other, 0.001, 'predict(…, 0.001), other numbers'),
    prediction(third, -0.002, 'predict(…, -0.002), others again'),
  ]
}

/** A number in place of a formula. */
const ofLecture = (name: Name) =>
  ({
    family: 'wrong operand',
    value: slopes(lecture)[name],
    message: 'This is the number for a = 2, b = -3, c = 10, f = -2. Write the formula: it holds for all numbers.',
  }) as const

function slipsOf(name: Name, inputs: Inputs) {
  const { a, b, f } = inputs
  const one = {
    family: 'upstream missing',
    value: 1,
    message: 'This is the local slope of the sum. Times what comes from above: how much does L move with d?',
  } as const
  if (name === 'dL_de' || name === 'dL_dc')
    return [
      one,
      {
        family: 'wrong operand',
        value: f * inputs.c,
        message: 'The sum was treated like a product. Nudge e by t: d = e + c moves by t, whatever c is.',
      },
      {
        family: 'sign, factor',
        value: f / 2,
        message: 'Half goes to each? A nudge of c by t moves d by t, all of it: nothing is shared out.',
      },
    ] as const
  if (name === 'dL_da' || name === 'dL_db') {
    const factor = name === 'dL_da' ? b : a
    return [
      {
        family: 'upstream missing',
        value: factor,
        message:
          'This is the local slope: how much e moves. Times what comes from above, dL/de: how much L moves with e.',
      },
      {
        family: 'local derivative missing',
        value: f,
        message:
          'This is what comes from above, dL/de. Times the local slope of e = a * b: how much does e move?',
      },
      {
        family: 'wrong operand',
        value: f + factor,
        message: 'The two were added. The effects of two steps in a row are multiplied.',
      },
    ] as const
  }
  return [
    {
      family: 'wrong operand',
      value: 1,
      message:
        'A slope of 1 is that of a sum. L = d * f is a product: the other factor says how much a nudge counts.',
    },
    {
      family: 'wrong operand',
      value: name === 'dL_dd' ? a * b + inputs.c : f,
      message: 'This is the number itself. How much a nudge of it counts is told by the other factor.',
    },
  ] as const
}

/** What was predicted beside what comes. */
export function picture(learner: Learner): string {
  const all = known(learner, lecture)
  const steps = Array.from({ length: 16 }, (_, i) => i / 250)
  const moved = (t: number): number =>
    forward({ a: 2 + t * all.dL_da, b: -3 + t * all.dL_db, c: 10 + t * all.dL_dc, f: -2 + t * all.dL_df })
  const text = chart(
    [
      { name: 'predicted from the slopes', x: steps, y: steps.map(t => learner.predict(all, t)) },
      { name: 'computed anew', x: steps, y: steps.map(moved) },
    ],
    { height: 12, x: { label: 't, the length of the step' }, y: { label: 'L' } },
  )
  const [predicted, computed] = [learner.predict(all, 0.01).toFixed(4), moved(0.01).toFixed(4)]
  const line = `t = 0.01: predicted ${predicted}, computed anew ${computed}.`
  return `${text}\n\n${line} Slopes tell the truth near where they were taken.`
}
