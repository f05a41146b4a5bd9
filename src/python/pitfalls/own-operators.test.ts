/** Classes of the notebook's own with operators, as micrograd's `Value` has them. */
import { expect, test } from 'vitest'
import { check, verdicts } from '../testing.ts'

const value = `class Value:
    def __init__(self, data):
        self.data = data
    def __add__(self, other):
        return Value(self.data + (other.data if isinstance(other, Value) else other))
    def __radd__(self, other):
        return self + other
    def __mul__(self, other):
        return Value(self.data * other.data)
    def __neg__(self):
        return Value(-self.data)
    def __pow__(self, k):
        return Value(self.data ** k)
`

test.each([
  ['a + b', 5],
  ['a * b', 6],
  ['a + 1', 3],
  ['1 + a', 3],
  ['sum([a, b])', 5],
  ['-a', -2],
  ['a ** 3', 8],
])('%s is what the class says it is', (expression, result) => {
  const lines = `import torch
${value}
a, b = Value(2.0), Value(3.0)
x = torch.tensor(5.0, requires_grad=True)
loss = x * (${expression}).data
loss.backward()
dx = torch.tensor(${result.toFixed(1)})
`
  expect(verdicts(lines)).toEqual(['dx right'])
})

test('+= of an object without __iadd__ leaves the old object as it was', () => {
  const lines = `import torch
${value}
a = Value(2.0)
old = a
a += Value(3.0)
x = torch.tensor(5.0, requires_grad=True)
loss = x * (10 * a.data + old.data)
loss.backward()
dx = torch.tensor(52.0)
`
  expect(verdicts(lines)).toEqual(['dx right'])
})

test('numbers of such a class alone are not judged, and that is said', () => {
  const { error } = check(`${value}a, b = Value(2.0), Value(-3.0)\nL = a * b + a\n`)
  expect(error?.message).toBe(
    'homework.py computes with numbers of its own class Value, and ninja judges gradients of tensors only',
  )
  expect(error?.advice).toContain('micrograd')
})

test('an operator that the class lacks is a TypeError, as in Python', () => {
  const { error } = check(`${value}a, b = Value(2.0), Value(-3.0)\nL = a / b\n`)
  expect(error?.advice).toContain("unsupported operand type(s) for /: 'Value' and 'Value'")
})

test('a notebook without code says so', () => {
  expect(check('# only a remark\n').error?.message).toBe('homework.py has no code in it')
})
