/** Operators of the notebook's own classes: `a + b` is `a.__add__(b)`, or else `b.__radd__(a)`. */
import type { Interpreter } from './interpreter.ts'
import { type BinaryName, binary, negated } from './operators.ts'
import { Class, Instance, type PyValue } from './values.ts'

const METHODS: Readonly<Record<BinaryName, string>> = {
  ...{ Add: 'add', Sub: 'sub', Mult: 'mul', Div: 'truediv', Pow: 'pow', Mod: 'mod', FloorDiv: 'floordiv' },
  ...{ MatMult: 'matmul', BitAnd: 'and', BitOr: 'or', BitXor: 'xor', LShift: 'lshift', RShift: 'rshift' },
}

export function operated(name: BinaryName, left: PyValue, right: PyValue, run: Interpreter): PyValue {
  const own =
    run.methodOf(left, `__${METHODS[name]}__`)?.call([right], {}) ??
    run.methodOf(right, `__r${METHODS[name]}__`)?.call([left], {})
  return own ?? binary(name, left, right)
}

/** `a += b`: `a.__iadd__(b)`, or else what `a + b` is; undefined where neither is an object of such a class. */
export function operatedInPlace(
  name: BinaryName,
  left: PyValue,
  right: PyValue,
  run: Interpreter,
): PyValue | undefined {
  if (!(left instanceof Instance || right instanceof Instance)) return undefined
  return run.methodOf(left, `__i${METHODS[name]}__`)?.call([right], {}) ?? operated(name, left, right, run)
}

export const negatedIn = (value: PyValue, run: Interpreter): PyValue =>
  run.methodOf(value, '__neg__')?.call([], {}) ?? negated(value)

/** The name of the first class whose objects can be added or multiplied; null where there is none. */
export function ownNumbersAmong(values: Iterable<PyValue>): string | null {
  for (const value of values)
    if (value instanceof Class && (value.find('__add__') ?? value.find('__mul__')) !== undefined)
      return value.name
  return null
}
