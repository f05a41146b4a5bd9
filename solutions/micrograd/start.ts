// %% What you have so far
/** How a step passes the gradient of its result on to the Values it was made from. */
export type Rule = (out: Value, a: Value, b: Value) => void

export class Value {
  data: number
  grad = 0
  readonly rule: Rule | null
  readonly a: Value | null
  readonly b: Value | null

  constructor(data: number, rule: Rule | null = null, a: Value | null = null, b: Value | null = null) {
    this.data = data
    this.rule = rule
    this.a = a
    this.b = b
  }
  add(other: Value): Value {
    return new Value(this.data + other.data, addBackward, this, other)
  }
  mul(other: Value): Value {
    return new Value(this.data * other.data, mulBackward, this, other)
  }
}

export function addBackward(out: Value, a: Value, b: Value): void {
  a.grad += out.grad
  b.grad += out.grad
}

export function mulBackward(out: Value, a: Value, b: Value): void {
  a.grad += b.data * out.grad
  b.grad += a.data * out.grad
}

/** What a Value was made from: two Values, or none. The two may be the same Value. */
export function parentsOf(v: Value): Value[] {
  return v.a === null || v.b === null ? [] : [v.a, v.b]
}

/** Calls the rule of v, if it has one. */
export function passOn(v: Value): void {
  if (v.rule !== null && v.a !== null && v.b !== null) v.rule(v, v.a, v.b)
}
