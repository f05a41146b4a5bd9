// %% [markdown]
// # 10 · Two lists: products inside and outside
//
// **Inside** (the dot product): multiply number by number, then add up. Two lists become a single number.
//
//     u = (a, b, c)      v = (p, q, r)          dot = a*p + b*q + c*r
// tex: u = (a, b, c) \qquad v = (p, q, r) \qquad \name{dot} = a p + b q + c r
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
// tex: y_i = M_{i0}\, q_0 + M_{i1}\, q_1 + \dots
//
// There are five blanks, and for each of them the same three questions. Nudge one number by t. Which numbers of the
// result move? How far does each of them move: what has your number been multiplied by? So what comes back, if each
// of those has an upstream gradient of its own? Write it down for a in the first picture and for x in the second;
// then find the tensors that do it for all numbers at once.

// %%
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

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
// hint: Nudge a by t. dot is a single number, and it moves by t times the partner of a.
// hint: The slope with respect to u[i] is v[i]. The upstream gradient is one number for all of them.
// hint: v.mul(...)
export function du({ v, ddot }: Scope): Tensor {
  // answer (n)
  return v.mul(ddot)
  // end answer
}

// %% s feeds table = s.unsqueeze(1).mul(w)
// hint: Nudge x by t. All of its row moves: by t * p, t * q and t * r. So three numbers come back to x.
// hint: ds[i] is the sum over j of dtable[i][j] * w[j]: an inside product, of w with row i of dtable.
// hint: dtable.matmul(...), or dtable.mul(...).sum(1).
export function ds({ w, dtable }: Scope): Tensor {
  // answer (rows)
  return dtable.matmul(w)
  // end answer
}

// %% w feeds table = s.unsqueeze(1).mul(w)
// hint: w[j] is in all of column j, and it meets s[i] in row i.
// hint: dw[j] is the sum over i of s[i] * dtable[i][j]: the inside product of s with column j of dtable.
// hint: matmul takes rows. The columns of dtable are the rows of dtable.T.
export function dw({ s, dtable }: Scope): Tensor {
  // answer (cols)
  return dtable.T.matmul(s)
  // end answer
}

// %% M feeds y = M.matmul(q)
// hint: M[i][j] goes only into y[i], and it meets q[j] there.
// hint: dM[i][j] = dy[i] * q[j]: each number times each. What makes such a table from two lists?
// hint: The outer product: dy.unsqueeze(1).mul(...)
export function dM({ q, dy }: Scope): Tensor {
  // answer (rows, cols)
  return dy.unsqueeze(1).mul(q)
  // end answer
}

// %% q feeds y = M.matmul(q)
// hint: q[j] goes into every y[i], and it meets M[i][j] there.
// hint: dq[j] is the sum over i of M[i][j] * dy[i]: the inside product of dy with column j of M.
// hint: M.T.matmul(...)
export function dq({ M, dy }: Scope): Tensor {
  // answer (cols)
  return M.T.matmul(dy)
  // end answer
}

// %% [markdown]
// ## Looking back
//
// In which of the five blanks did you need an inside product, and in which an outside one? Compare each with its
// forward pass. It's the same as with a sum and a copy: an inside product is a sum of products, and an outside product
// is a product of copies.
