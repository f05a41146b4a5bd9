import type { Value } from './value.ts'

// %% The rules of exp, log, tanh and relu
export function expBackward(out: Value, a: Value): void {
  a.grad += out.data * out.grad
}

export function logBackward(out: Value, a: Value): void {
  a.grad += out.grad / a.data
}

export function tanhBackward(out: Value, a: Value): void {
  a.grad += (1 - out.data ** 2) * out.grad
}

export function reluBackward(out: Value, a: Value): void {
  if (a.data > 0) a.grad += out.grad
}
