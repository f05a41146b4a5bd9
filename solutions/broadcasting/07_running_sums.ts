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
// tex: \begin{aligned}
//   \name{da} &= \name{dy}_0 + \name{dy}_1 + \name{dy}_2 + \name{dy}_3 \\
//   \name{db} &= \name{dy}_1 + \name{dy}_2 + \name{dy}_3 \\
//   \name{dc} &= \name{dy}_2 + \name{dy}_3 \\
//   \name{dd} &= \name{dy}_3
//   \end{aligned}
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
import type { ScopeOf, Source, Tensor } from 'backprop-ninja'

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
// hint: Where did the first number of f go? So where does its gradient come from?
// hint: From the last place. And the second comes from the last but one. What reverses a list also restores
//       it.
// hint: dbackwards.flip(...). A list has only one dimension.
export function df({ dbackwards }: Scope): Tensor {
  // answer (n)
  return dbackwards.flip(0)
  // end answer
}

// %% x feeds so_far = x.cumsum(0)
// hint: x[i] is in so_far[i] and in every sum after it. Add up dso_far from i to the end.
// hint: You need a running sum from the end. cumsum starts at the beginning, so reverse the list first.
// hint: dso_far.flip(0).cumsum(0), and now the numbers are in reverse order.
export function dx({ dso_far }: Scope): Tensor {
  // answer (n)
  return dso_far.flip(0).cumsum(0).flip(0)
  // end answer
}

// %% A feeds A_so_far = A.cumsum(1)
// hint: The same, along each row.
// hint: Which dimension did cumsum go along? All three steps go along that one.
// hint: Do as in dx, with dimension 1.
export function dA({ dA_so_far }: Scope): Tensor {
  // answer (rows, cols)
  return dA_so_far.flip(1).cumsum(1).flip(1)
  // end answer
}
