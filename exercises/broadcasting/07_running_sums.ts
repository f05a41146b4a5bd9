// %% [markdown]
// # 07 · Running sums
//
// `x.cumsum(0)` adds up as it goes along:
//
//     x:   a    b      c          d
//     y:   a   a+b   a+b+c   a+b+c+d
//
// You don't need a new rule. Ask, as always: where does each number go? a goes into all four sums, b into
// three, c into two, and d into one, the last. So
//
//     da  =  dy[0] + dy[1] + dy[2] + dy[3]
//     db  =          dy[1] + dy[2] + dy[3]
//     dc  =                  dy[2] + dy[3]
//     dd  =                          dy[3]
//
// Read it from the bottom up: these are running sums too, from the other end. Whatever looks back in the
// forward pass looks ahead in the backward pass. (Time works the same way: what you did early in the day
// affects everything that followed.)
//
// `x.flip(0)` reverses a list, so that the last number comes first. In a table, `cumsum(1)` and `flip(1)` go
// along the rows.
//
// Going backward through `flip` is even easier. Each number went to one place: bring it home.

// %%
import { type ScopeOf, type Source, type Tensor, TODO } from 'backprop-ninja'

// %% Some numbers
export const sizes = {
  usual: { n: 6, rows: 3, cols: 4 },
  small: { n: 4, rows: 3, cols: 5 },
  other: { n: 7, rows: 5, cols: 2 },
}

export function inputs({ n, rows, cols }: typeof sizes.usual, { g }: Source) {
  const x = g.randn(n)          // (n)
  const f = g.randn(n)          // (n)
  const A = g.randn(rows, cols) // (rows, cols)
  return { n, rows, cols, x, f, A }
}

// %% The forward pass
export function forward({ x, f, A }: ReturnType<typeof inputs>) {
  const backwards = f.flip(0)    // (n)
  const so_far = x.cumsum(0)     // (n)
  const A_so_far = A.cumsum(1)   // (rows, cols)
  const loss = backwards.mul(so_far).sin().sum().add(A_so_far.sin().sum())
  return { backwards, so_far, A_so_far, loss }
}
type Scope = ScopeOf<typeof inputs, typeof forward>

// %% f feeds backwards = f.flip(0)
export function df({ dbackwards }: Scope): Tensor {
  return TODO() // (n)
}

// %% x feeds so_far = x.cumsum(0)
export function dx({ dso_far }: Scope): Tensor {
  return TODO() // (n)
}

// %% A feeds A_so_far = A.cumsum(1)
export function dA({ dA_so_far }: Scope): Tensor {
  return TODO() // (rows, cols)
}
