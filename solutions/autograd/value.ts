import { type Tensor, tensor, zerosLike } from 'backprop-ninja'
import { unbroadcast } from './unbroadcast.ts'

// %% The Value that you have built: nothing to do here
export type Rule = (g: Tensor) => Tensor[]

/** How many Values there have been. */
let made = 0

export class Value {
  data: Tensor
  grad: Tensor
  readonly inputs: readonly Value[]
  readonly rule: Rule
  /** How many Values were made before this one. */
  readonly number = made++

  constructor(data: Tensor, inputs: readonly Value[] = [], rule: Rule = () => []) {
    this.data = data
    this.grad = zerosLike(data)
    this.inputs = inputs
    this.rule = rule
  }
  receive(gradient: Tensor): void {
    this.grad = this.grad.add(unbroadcast(gradient, this.data.shape))
  }
  add(other: Value): Value {
    return new Value(this.data.add(other.data), [this, other], g => [g, g])
  }
  mul(other: Value): Value {
    return new Value(this.data.mul(other.data), [this, other], g => [g.mul(other.data), g.mul(this.data)])
  }
  matmul(other: Value): Value {
    return new Value(this.data.matmul(other.data), [this, other], g => [
      g.matmul(other.data.T),
      this.data.T.matmul(g),
    ])
  }
  sum(dim?: number, keepdim = false): Value {
    return new Value(this.data.sum(dim, { keepdim }), [this], g => [
      (dim === undefined || keepdim ? g : g.unsqueeze(dim)).expandAs(this.data),
    ])
  }
  index(...places: Tensor[]): Value {
    return new Value(this.data.index(...places), [this], g => [zerosLike(this.data).indexAdd(places, g)])
  }
  view(...shape: number[]): Value {
    return new Value(this.data.view(...shape), [this], g => [g.viewAs(this.data)])
  }
  exp(): Value {
    const e = this.data.exp()
    return new Value(e, [this], g => [g.mul(e)])
  }
  log(): Value {
    return new Value(this.data.log(), [this], g => [g.div(this.data)])
  }
  tanh(): Value {
    const t = this.data.tanh()
    return new Value(t, [this], g => [g.mul(t.square().neg().add(1))])
  }

  // Made of the others, so they need no rules.
  times(factor: number): Value {
    return this.mul(new Value(tensor(factor)))
  }
  sub(other: Value): Value {
    return this.add(other.times(-1))
  }
}
