/** The backward functions of the usual exercises in numpy: right in two styles each, and wrong in the usual ways. */
import { expect, test } from 'vitest'
import { check, said } from './testing.ts'

interface Exercise {
  readonly forward: string
  /** Two ways to write it, both right. */
  readonly right: readonly [string, string]
  /** Of the first way: what is changed, into what; the gradient that is wrong then, its family, and what is said. */
  readonly wrong: readonly (readonly [
    from: string,
    to: string,
    gradient: string,
    family: string,
    says: string,
  ])[]
}

const NORMS = `def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param['mode']
    eps = bn_param.get('eps', 1e-5)
    momentum = bn_param.get('momentum', 0.9)
    N, D = x.shape
    running_mean = bn_param.get('running_mean', np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get('running_var', np.zeros(D, dtype=x.dtype))
    if mode == 'train':
        mean, var = x.mean(axis=0), x.var(axis=0)
        centred = x - mean
        std = np.sqrt(var + eps)
        x_hat = centred / std
        out = gamma * x_hat + beta
        cache = (x_hat, gamma, centred, std)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    elif mode == 'test':
        out = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
        cache = None
    else:
        raise ValueError('no such mode: %s' % mode)
    bn_param['running_mean'] = running_mean
    bn_param['running_var'] = running_var
    return out, cache
`

const exercises: Readonly<Record<string, Exercise>> = {
  affine: {
    forward: `def affine_forward(x, w, b):
    rows = x.reshape(x.shape[0], -1)
    out = rows.dot(w) + b
    return out, (x, w, b)
`,
    right: [
      `def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = None, None, None
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db
`,
      `def affine_backward(dout, cache):
    (x, w, b) = cache
    N = dout.shape[0]
    grad_rows = np.einsum('nm,dm->nd', dout, w)
    db = np.ones(N) @ dout
    dw = sum(np.outer(x[i], dout[i]) for i in range(N))
    return np.reshape(grad_rows, x.shape), dw, db
`,
    ],
    wrong: [
      ['dout.dot(w.T)', '(dout.dot(w.T) / x.shape[0])', 'dx', 'sign, factor', '1/N times the right value'],
      [
        'np.sum(dout, axis=0)',
        'np.mean(dout, axis=0)',
        'db',
        'reduction',
        'you took a mean instead of a sum',
      ],
      ['np.sum(dout, axis=0)', 'np.sum(dout)', 'db', 'reduction', 'a sum over everything'],
      [
        'x.reshape(x.shape[0], -1).T.dot(dout)',
        'dout.T.dot(x.reshape(x.shape[0], -1))',
        'dw',
        'shape',
        'rows and columns are swapped',
      ],
    ],
  },
  relu: {
    forward: `def relu_forward(x):
    out = np.maximum(x, 0)
    return out, x
`,
    right: [
      `def relu_backward(dout, cache):
    x = cache
    dx = dout * (x > 0)
    return dx
`,
      `def relu_backward(dout, cache):
    dx = np.array(dout, copy=True)
    dx[cache <= 0] = 0
    return dx
`,
    ],
    wrong: [
      ['dout * (x > 0)', 'dout * (dout > 0)', 'dx', 'wrong operand', "`dout` doesn't belong in it"],
      ['dout * (x > 0)', 'dout * np.maximum(x, 0)', 'dx', 'wrong local derivative', "isn't the slope"],
      ['dout * (x > 0)', 'dout * (x < 0)', 'dx', 'index', '`x < 0` is the wrong way round'],
      [
        'dout * (x > 0)',
        '1.0 * (x > 0)',
        'dx',
        'upstream missing',
        'Multiply it by the upstream gradient dout',
      ],
    ],
  },
  batchnorm: {
    forward: NORMS,
    right: [
      `def batchnorm_backward(dout, cache):
    x_hat, gamma, centred, std = cache
    N, D = dout.shape
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx_hat = dout * gamma
    dcentred = dx_hat / std
    dstd = -np.sum(dx_hat * centred, axis=0) / std**2
    dvar = 0.5 * dstd / std
    dcentred += 2 * centred * dvar / N
    dmean = -np.sum(dcentred, axis=0)
    dx = dcentred + dmean / N
    return dx, dgamma, dbeta
`,
      `def batchnorm_backward(dout, cache):
    (x_hat, gamma, centred, std) = cache
    m = dout.shape[0]
    dx_hat = gamma[None, :] * dout
    dvar = (dx_hat * centred * -0.5 * std ** -3.0).sum(0)
    dmean = (-dx_hat / std).sum(0) + dvar * (-2.0 * centred).mean(axis=0)
    dx = dx_hat * (1.0 / std) + dvar * 2.0 * centred / m + dmean / m
    return dx, (x_hat * dout).sum(0), np.ones(m).dot(dout)
`,
    ],
    wrong: [
      [
        'dcentred + dmean / N',
        'dcentred',
        'dx',
        'fused formulas',
        'goes through `mean` → `centred` → `x_hat` → `out` is missing',
      ],
      [
        '2 * centred * dvar / N',
        '2 * centred * dvar',
        'dx',
        'fused formulas',
        '`var` → `std` → `x_hat` → `out` is N times',
      ],
      [
        '0.5 * dstd / std',
        '0.5 * dstd * std',
        'dvar',
        'wrong local derivative',
        'Your result is `1/2 * std * dstd`',
      ],
      [
        'np.sum(dout * x_hat, axis=0)',
        'np.sum(dout * centred, axis=0)',
        'dgamma',
        'wrong operand',
        "`centred` doesn't belong in it",
      ],
      ['dout.sum(axis=0)', 'dout.sum(axis=1)', 'dbeta', 'reduction', 'a sum over dimension 1'],
    ],
  },
  'batchnorm, the other way': {
    forward: NORMS,
    right: [
      `def batchnorm_backward_alt(dout, cache):
    x_hat, gamma, centred, std = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx = gamma / (N * std) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta
`,
      `def batchnorm_backward_alt(dout, cache):
    x_hat, gamma, _, std = cache
    dbeta, dgamma = np.sum(dout, axis=0), np.sum(x_hat * dout, axis=0)
    d = dout * gamma
    dx = (d - d.mean(axis=0) - x_hat * np.mean(d * x_hat, axis=0)) / std
    return dx, dgamma, dbeta
`,
    ],
    wrong: [
      ['- x_hat * dgamma)', ')', 'dx', 'fused formulas', '`var` → `std` → `x_hat` → `out` is missing'],
      [
        'N * dout - dbeta - x_hat',
        'dout - dbeta - x_hat',
        'dx',
        'fused formulas',
        '`centred` → `x_hat` → `out` is 1/N times',
      ],
      ['gamma / (N * std)', '1 / (N * std)', 'dx', 'fused formulas', 'a missing factor of `gamma`'],
    ],
  },
  layernorm: {
    forward: `def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get('eps', 1e-5)
    mean = x.mean(axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, (x_hat, gamma, std)
`,
    right: [
      `def layernorm_backward(dout, cache):
    x_hat, gamma, std = cache
    N, D = dout.shape
    dgamma = np.sum(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    d = dout * gamma
    dx = (D * d - np.sum(d, axis=1, keepdims=True) - x_hat * np.sum(d * x_hat, axis=1, keepdims=True)) / (D * std)
    return dx, dgamma, dbeta
`,
      `def layernorm_backward(dout, cache):
    x_hat, gamma, std = cache
    dout_t, hat_t, std_t = dout.T * gamma.reshape(-1, 1), x_hat.T, std.T
    D = hat_t.shape[0]
    dx_t = 1 / (D * std_t) * (D * dout_t - dout_t.sum(axis=0) - hat_t * (dout_t * hat_t).sum(axis=0))
    return dx_t.T, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
`,
    ],
    wrong: [
      [
        'np.sum(d, axis=1, keepdims=True) - x_hat',
        'np.sum(d, axis=0) - x_hat',
        'dx',
        'reduction',
        'Take a sum over dimension 1 instead',
      ],
      ['d = dout * gamma', 'd = dout', 'dx', 'fused formulas', 'use `dx_hat` instead of `dout`'],
      [
        'np.sum(dout * x_hat, axis=0)',
        'np.sum(dout * x_hat, axis=1)',
        'dgamma',
        'reduction',
        'a sum over dimension 1',
      ],
    ],
  },
  softmax_loss: {
    forward: '',
    right: [
      `def softmax_loss(x, y):
    N = x.shape[0]
    shifted = x - np.max(x, axis=1, keepdims=True)
    log_probs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = np.exp(log_probs)
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx
`,
      `def softmax_loss(x, y):
    loss, dx = None, None
    n, k = x.shape
    e = np.exp(x - x.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1).reshape(-1, 1)
    loss = -np.log(p[range(n), y]).mean()
    dx = (p - np.eye(k)[y]) / n
    return loss, dx
`,
    ],
    wrong: [
      ['    dx /= N\n', '', 'dx', 'sign, factor', 'N times the right value'],
      [
        'dx[np.arange(N), y] -= 1',
        'dx[np.arange(N), y] += 1',
        'dx',
        'fused formulas',
        '`log_probs` → `loss` has the wrong sign',
      ],
      ['    dx[np.arange(N), y] -= 1\n', '', 'dx', 'fused formulas', 'subtract 1 at the target'],
    ],
  },
  svm_loss: {
    forward: '',
    right: [
      `def svm_loss(x, y):
    N = x.shape[0]
    right = x[np.arange(N), y]
    margins = np.maximum(0, x - right[:, np.newaxis] + 1.0)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N
    dx = np.zeros_like(x)
    dx[margins > 0] = 1
    dx[np.arange(N), y] -= np.sum(margins > 0, axis=1)
    dx /= N
    return loss, dx
`,
      `def svm_loss(x, y):
    N, C = x.shape
    loss, dx = 0.0, np.zeros(x.shape)
    for i in range(N):
        for j in range(C):
            if j == y[i]:
                continue
            margin = x[i, j] - x[i, y[i]] + 1
            if margin > 0:
                loss += margin
                dx[i, j] += 1
                dx[i, y[i]] -= 1
    return loss / N, dx / N
`,
    ],
    wrong: [
      ['    dx /= N\n', '', 'dx', 'sign, factor', 'N times the right value'],
      [
        '-= np.sum(margins > 0, axis=1)',
        '-= 1',
        'dx',
        'fused formulas',
        '`right` → `margins` → `loss` and `margins` → `loss`',
      ],
      [
        '    dx[np.arange(N), y] -= np.sum(margins > 0, axis=1)\n',
        '',
        'dx',
        'fused formulas',
        'goes through `right` → `margins` → `loss` is missing',
      ],
    ],
  },
}

const all = Object.entries(exercises)

test.each(all)('%s: right in two styles', (_, { forward, right }) => {
  for (const backward of right) {
    const { gradients } = check(`import numpy as np\n${forward}${backward}`)
    expect(gradients.length, backward).toBeGreaterThan(0)
    expect(
      gradients.filter(one => said(one) !== 'right').map(({ name, message }) => `${name}: ${message}`),
      backward,
    ).toEqual([])
  }
})

const mistakes = all.flatMap(
  ([
    name,
    {
      forward,
      right: [first],
      wrong,
    },
  ]) =>
    wrong.map(([from, to, gradient, family, says]) => ({
      ...{ name, from, to, gradient, family, says },
      text: `import numpy as np\n${forward}${first.replace(from, to)}`,
    })),
)

test.each(mistakes)('$name, $from -> $to: $gradient is wrong', ({ text, gradient, family, says }) => {
  const bad = check(text).gradients.filter(one => said(one) !== 'right' && one.verdict !== 'inherited')
  expect(bad.map(({ name }) => name.replace(/^.*: /, ''))).toEqual([gradient])
  expect(bad[0].diagnosis?.family).toBe(family)
  expect(bad[0].diagnosis?.message).toContain(says)
})
