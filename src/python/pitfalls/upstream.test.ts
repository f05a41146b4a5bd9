/** The gradient that a backward function is given: what it is called, and whose loss it is of. */
import { expect, test } from 'vitest'
import { check, verdicts } from '../testing.ts'

const linear = (dW: string, db: string, dA = 'np.dot(W.T, dZ)', upstream = 'dZ'): string =>
  `import numpy as np
def linear_forward(A, W, b):
    Z = W.dot(A) + b
    return Z, (A, W, b)
def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = ${dW}
    db = ${db}
    dA_prev = ${dA}
    return dA_prev, dW, db
`.replaceAll('dZ', upstream)

const [dW, db] = ['1/m * np.dot(dZ, A_prev.T)', '1/m * np.sum(dZ, axis=1, keepdims=True)']

test("from the gradient of each example's own loss come those of the mean: 1/m in all that is added up", () => {
  const { gradients, passed } = check(linear(dW, db))
  expect(passed).toBe(true)
  expect(gradients.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
    'linear_backward: dW approximate',
    'linear_backward: db approximate',
    'linear_backward: dA_prev exact',
  ])
  expect(gradients.map(({ note }) => note?.includes("each example's own loss") ?? false)).toEqual([
    true,
    true,
    false,
  ])
})

test.each([
  ['one of them alone', dW, 'np.sum(dZ, axis=1, keepdims=True)', undefined, 'dW'],
  ['the other alone', 'np.dot(dZ, A_prev.T)', db, undefined, 'db'],
  ['what is not added up, too', dW, db, 'np.dot(W.T, dZ) / m', 'dW db dA_prev'],
  ['another factor', dW.replace('1/m', '2/m'), db, undefined, 'dW db'],
])('1/m in %s is wrong', (_, own, other, dA, wrong) => {
  const bad = check(linear(own, other, dA)).gradients.filter(({ verdict }) => verdict === 'wrong')
  expect(bad.map(({ name }) => name.replace('linear_backward: ', '')).join(' ')).toBe(wrong)
})

test('1/m is wrong where the gradient that comes in is called as one of the whole loss', () => {
  expect(verdicts(linear(dW, db, undefined, 'dout'))).toEqual([
    'linear_backward: dW wrong',
    'linear_backward: db wrong',
    'linear_backward: dA_prev right',
  ])
})

test.each(['grad', 'grad_output', 'dvalues', 'delta'])('it is called what its author calls it: %s', name => {
  const text = `import numpy as np
class Sigmoid:
    def forward(self, x):
        self.s = 1 / (1 + np.exp(-x))
        return self.s
    def backward(self, ${name}):
        return ${name} * self.s * (1 + self.s)
`
  const [{ diagnosis }] = check(text).gradients
  expect(diagnosis?.message).toContain(`Your result uses ${name} in the right places`)
  expect(diagnosis?.formula).toContain(`${name} * `)
  expect(JSON.stringify(diagnosis)).not.toMatch(/\bdout\b|\bds\b/)
})
