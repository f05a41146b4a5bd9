// %% A number that remembers how it was made
export class Value {
  data: number
  grad = 0
  /** What it was made from, and how much it moves with each of them. */
  readonly parents: readonly Value[]
  readonly slopes: readonly number[]

  constructor(data: number, parents: readonly Value[] = [], slopes: readonly number[] = []) {
    this.data = data
    this.parents = parents
    this.slopes = slopes
  }
  add(other: Value): Value {
    return new Value(this.data + other.data, [this, other], [1, 1])
  }
  mul(other: Value): Value {
    return new Value(this.data * other.data, [this, other], [other.data, this.data])
  }
  square(): Value {
    return new Value(this.data ** 2, [this], [2 * this.data])
  }
  tanh(): Value {
    const t = Math.tanh(this.data)
    return new Value(t, [this], [1 - t * t])
  }
}
