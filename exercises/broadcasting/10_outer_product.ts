// %% [markdown]
// # 10 · Two lists: products inside and outside
//
// **Inside** (the dot product): multiply number by number, then add up. Two lists become a single number.
//
//     u = (a, b, c)      v = (p, q, r)          dot = a*p + b*q + c*r
//
// **Outside** (the outer product): multiply each number by each. Two lists become a table.
//
//            p    q    r              s = (x, y),  w = (p, q, r)
//      x    x*p  x*q  x*r            table[i][j] = s[i] * w[j]
//      y    y*p  y*q  y*r
//
// `x.unsqueeze(1)` turns a list into a column, (n) into (n, 1). When you multiply a column by a list, `mul` makes
// all the copies: that's the outer product.
//
// `M.matmul(q)` takes the inside product of q with each row of the table M, and gives the list of them:
//
//     y[i]  =  M[i][0] * q[0]  +  M[i][1] * q[1]  +  ...
//
// There are five blanks, and for each of them the same three questions. Nudge one number by t. Which numbers of the
// result move? How far does each of them move: what has your number been multiplied by? So what comes back, if each
// of those has an upstream gradient of its own? Write it down for a in the first picture and for x in the second;
// then find the tensors that do it for all numbers at once.

// %%
import { type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% Some numbers: you don't need to read this cell
export const sizes = {
  usual: { n: 5, rows: 4, cols: 3 },
  small: { n: 6, rows: 3, cols: 4 },
  other: { n: 3, rows: 2, cols: 5 },
}

export function inputs({ n, rows, cols }: typeof sizes.usual, { g }: Source) {
  const u = g.randn(n)          // (n)
  const v = g.randn(n)          // (n)
  const s = g.randn(rows)       // (rows)
  const w = g.randn(cols)       // (cols)
  const M = g.randn(rows, cols) // (rows, cols)
  const q = g.randn(cols)       // (cols)
  return { n, rows, cols, u, v, s, w, M, q }
}

// %% The forward pass
export function forward({ u, v, s, w, M, q }: ReturnType<typeof inputs>) {
  const dot = u.mul(v).sum()           // ()
  const table = s.unsqueeze(1).mul(w)  // (rows, cols)
  const y = M.matmul(q)                // (rows)
  const loss = dot.sin().add(table.sin().sum()).add(y.sin().sum())
  return { dot, table, y, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% u feeds dot = u.mul(v).sum()
export function du({ v, ddot }: Scope): Tensor {
  return TODO() // (n)
}

// %% s feeds table = s.unsqueeze(1).mul(w)
export function ds({ w, dtable }: Scope): Tensor {
  return TODO() // (rows)
}

// %% w feeds table = s.unsqueeze(1).mul(w)
export function dw({ s, dtable }: Scope): Tensor {
  return TODO() // (cols)
}

// %% M feeds y = M.matmul(q)
export function dM({ q, dy }: Scope): Tensor {
  return TODO() // (rows, cols)
}

// %% q feeds y = M.matmul(q)
export function dq({ M, dy }: Scope): Tensor {
  return TODO() // (cols)
}

// %% [markdown]
// ## Looking back
//
// In which of the five blanks did you need an inside product, and in which an outside one? Compare each with its
// forward pass. It's the same as with a sum and a copy: an inside product is a sum of products, and an outside product
// is a product of copies.
