import type { Value } from './value.ts'

// %% Backward: each node after all that were made from it
export function backward(result: Value): void {
  const order: Value[] = []
  const seen = new Set<Value>()
  const visit = (v: Value): void => {
    if (seen.has(v)) return
    seen.add(v)
    for (const parent of v.parents) visit(parent)
    order.push(v)
  }
  visit(result)
  result.grad = 1
  for (const v of order.reverse()) {
    for (const [i, parent] of v.parents.entries()) parent.grad += v.slopes[i] * v.grad
  }
}
