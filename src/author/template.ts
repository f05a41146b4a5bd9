/** A solution to start from: small, whole, and everything in its place. */

const IMPORT = "import type { ScopeOf, Source, Tensor } from 'backprop-ninja'"

/** `number`: of the exercise in its track. `title`: what it is called. */
export const template = (number: number, title: string): string => `// %% [markdown]
// # ${String(number).padStart(2, '0')} · ${title}
//
// A line through points: \`y = x @ w\`, and the loss is the mean of the squared errors. Here you say what the
// exercise is about, and show the tools that it needs: \`x.T\` is x transposed, \`a.mul(2 / n)\` multiplies each
// element, \`a.matmul(b)\` is the matrix product.

// %%
${IMPORT}

// %% The data and the parameters
export const sizes = {
  usual: { n: 20, features: 4 },
  small: { n: 5, features: 3 },
  other: { n: 7, features: 2 },
}

export function inputs({ n, features }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(n, features) // (n, features)
  const t = g.randn(n, 1)        // (n, 1)
  const w = g.randn(features, 1) // (features, 1)
  return { n, x, t, w }
}

// %% The forward pass
export function forward({ x, t, w }: ReturnType<typeof inputs>) {
  const y = x.matmul(w)            // (n, 1)
  const error = y.sub(t)           // (n, 1)
  const loss = error.pow(2).mean() // a single number
  return { y, error, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% loss = error.pow(2).mean()
// hint: Each element of error is squared, and counts the same in the mean.
// hint: The slope of e^2 is 2e, and each element counts one n-th.
// hint: error.mul(...): one factor for the square, one for the mean.
export function derror({ n, error }: Scope): Tensor {
  // answer (n, 1)
  return error.mul(2 / n)
  // end answer
}

// %% y = x.matmul(w)
// hint: An element of w is used once for each example: the effects add up.
// hint: dw[k] is the sum over i of x[i][k] * dy[i].
// hint: The left factor transposed, then .matmul(...).
export function dw({ x, dy }: Scope): Tensor {
  // answer (features, 1)
  return x.T.matmul(dy)
  // end answer
}
`
