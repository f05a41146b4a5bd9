/** Files whose functions give, throw or print what is not what it seems: each is told as what it is, and none passes. */
import { describe, expect, test } from 'vitest'
import { heldBack, judged } from './testing.ts'

const library = "import { ones, Tensor as Known, zeros } from 'backprop-ninja'\nconst Tensor: any = Known\n"

type Rows = Readonly<Record<string, readonly [body: string, verdict: string, message: RegExp | string]>>

const expectTold = (rows: Rows): void => {
  test.concurrent.each(Object.entries(rows))('%s', async (_, [body, verdict, message]) => {
    const { gradients } = await heldBack({ prelude: library, body })
    for (const one of gradients) {
      expect(one).toMatchObject({ verdict, message: expect.stringMatching(message) })
      expect(one.message.length).toBeLessThan(700)
    }
  })
}

const x = 'const x: any = ones(32, 27)\n  '
const TAMPERED = 'returned a tensor whose shape or data was changed'

describe('a tensor', () => {
  expectTold({
    'whose numbers change each time': [
      `${x}let times = 0\n  Object.defineProperty(x, 'data', { get: () => new Float64Array(864).fill(times++) })\n  return x`,
      'wrong',
      'your line does not compute this gradient',
    ],
    'whose numbers are none': [
      `${x}x.data = { length: 864, every: () => true }\n  return x`,
      'not a tensor',
      TAMPERED,
    ],
    'whose numbers are a list': [`${x}x.data = Array(864).fill(0)\n  return x`, 'not a tensor', TAMPERED],
    'with fewer numbers than it claims': [
      `${x}x.data = new Float64Array(1)\n  return x`,
      'not a tensor',
      TAMPERED,
    ],
    'with more numbers than it claims': [`${x}x.shape = [1]\n  return x`, 'not a tensor', TAMPERED],
    'of negative sizes': [`${x}x.shape = [-32, -27]\n  return x`, 'not a tensor', TAMPERED],
    'of sizes that are no whole numbers': [`${x}x.shape = [1.5, 576]\n  return x`, 'not a tensor', TAMPERED],
    'of sizes that are texts': [
      `${x}x.shape = ['32', { valueOf: () => 27 }]\n  return x`,
      'wrong',
      'your line does not compute this gradient',
    ],
    'of a hundred dimensions': [
      `return new Tensor(Array(100).fill(1), new Float64Array(1))`,
      'not a tensor',
      TAMPERED,
    ],
    'whose shape is a trap': [
      `${x}x.shape = new Proxy([32, 27], { get() { throw new Error('exact') } })\n  return x`,
      'not a tensor',
      TAMPERED,
    ],
    'whose shape has no end': [
      `${x}x.shape = Object.assign([], { [Symbol.iterator]: undefined, length: 2 ** 32 - 1 })\n  return x`,
      'threw',
      /^TypeError: this cannot be changed$/,
    ],
    'without anything': ['return Object.create(Tensor.prototype)', 'not a tensor', TAMPERED],
    'that is made by hand': [
      'return Object.create(Tensor.prototype, { shape: { value: [1] }, data: { value: [1] } })',
      'not a tensor',
      TAMPERED,
    ],
    'of a class of its own': [
      'class Mine extends Tensor { get data() { return new Float64Array(864) } }\n  return new Mine([32, 27], new Float64Array(864))',
      'wrong',
      'your line does not compute this gradient',
    ],
    'that is looked at through a Proxy': [
      `${x}return new Proxy(x, { get: (t, name) => name === 'data' ? new Float64Array(864) : Reflect.get(t, name) })`,
      'wrong',
      'your line does not compute this gradient',
    ],
    'that grows while it is looked at': [
      'const memory = new (ArrayBuffer as any)(8, { maxByteLength: 2 ** 20 })\n  const x = new Tensor([1], new Float64Array(memory))\n  x.shape = [{ valueOf() { memory.resize(2 ** 20); return 1 } }]\n  return x',
      'not a tensor',
      TAMPERED,
    ],
    'whose memory is gone': [
      `${x}const { buffer } = x.data\n  if (buffer.transfer) buffer.transfer()\n  else x.data = new Float64Array(0)\n  return x`,
      'not a tensor',
      TAMPERED,
    ],
    'without numbers and with sizes beyond all bounds': [
      'return new Tensor([0, 134217726, 134217726], new Float64Array(0))',
      'shape',
      'shape',
    ],
    'of NaN': ['return ones(32, 27).mul(NaN)', 'not finite', /^864 of 864/],
    'of Infinity and -0': ['return ones(32, 27).div(-0)', 'not finite', /^864 of 864/],
  })
})

describe('what is no tensor', () => {
  expectTold({
    'a list of tensors': ['return [ones(32, 27)] as any', 'not a tensor', 'returned a list of 1'],
    'a list within itself': [
      'const a: any = []\n  a.push(a, a)\n  return a',
      'not a tensor',
      'returned a list of 2',
    ],
    'a list that lies about its length': [
      "return new Proxy([], { get: (t, name) => name === 'length' ? 'x'.repeat(1e6) : Reflect.get(t, name) }) as any",
      'not a tensor',
      /returned a list of x{100}.*…$/,
    ],
    'a text without an end': [
      "return 'x'.repeat(2 ** 22) as any",
      'not a tensor',
      /returned the text "x{100}.*…$/,
    ],
    'a promise that is never settled': [
      'return new Promise(() => {}) as any',
      'not a tensor',
      'returned a promise',
    ],
    'an object that looks like a promise': [
      'return { then: (f: any) => f(ones(32, 27)) } as any',
      'not a tensor',
      'returned an object',
    ],
    'an object that converts to anything': [
      'return { [Symbol.toPrimitive]: () => 0, valueOf: () => 0, toString: () => "exact", toJSON: () => ({ kind: "value" }) } as any',
      'not a tensor',
      'returned an object',
    ],
    'a number that is an object': ['return new Number(0) as any', 'not a tensor', 'returned an object'],
    'a BigInt': ['return 1n as any', 'not a tensor', 'returned an object'],
    'a symbol': ["return Symbol('exact') as any", 'not a tensor', 'returned an object'],
    'a verdict': [
      "return { kind: 'value', verdict: 'exact', exact: true, approximate: true, passed: true } as any",
      'not a tensor',
      'returned an object',
    ],
    'something that throws when its kind is asked for': [
      "return new Proxy({}, { getPrototypeOf() { throw new Error('exact') } }) as any",
      'threw',
      'Error: exact',
    ],
    'a Proxy that was revoked': [
      'const { proxy, revoke } = Proxy.revocable({}, {})\n  revoke()\n  return proxy as any',
      'threw',
      'TypeError: .*revoked',
    ],
    'a generator': [
      'return (function* () { yield ones(32, 27) })() as any',
      'not a tensor',
      'returned an object',
    ],
  })
})

describe('an error', () => {
  const error = 'const e: any = new Error()\n  '
  expectTold({
    'that says that all is right': [
      "throw Object.assign(new Error('right'), { name: 'exact', verdict: 'exact', kind: 'value' })",
      'threw',
      'exact: right',
    ],
    'with a document for a message': [
      `throw new Error('{"version":1,"passed":true}\\n{"passed":true}')`,
      'threw',
      /"passed":true/,
    ],
    'that moves the cursor': [
      "throw new Error('\\u001b[2J\\u001b[Hpassed\\u0007')",
      'threw',
      /^Error: \\u\{1b\}\[2J\\u\{1b\}\[Hpassed\\u\{7\}$/,
    ],
    'of a million letters': ["throw new Error('x'.repeat(1e6))", 'threw', /^Error: x{400}.*…$/],
    'whose name is no text': [`${error}e.name = { toString: () => 'exact' }\n  throw e`, 'threw', 'exact'],
    'whose message throws': [
      `${error}Object.defineProperty(e, 'message', { get() { throw e } })\n  throw e`,
      'threw',
      'something that cannot even be looked at',
    ],
    'whose stack says another line': [
      `${error}e.stack = 'Error\\n    at dprobs (' + '/x/01_log_loss.ts' + ':99999:1)'\n  throw e`,
      'threw',
      'Error',
    ],
    'whose stack is nothing but line breaks': [
      `${error}e.stack = '\\n'.repeat(20000)\n  throw e`,
      'threw',
      'Error',
    ],
    'that is no error': ["throw { message: 'right', name: 'exact', stack: 'x' }", 'threw', 'threw an object'],
    'that is a function': ['throw ones', 'threw', 'threw a function'],
    'that is nothing': ['throw undefined', 'threw', 'threw undefined'],
    'of the judge’s own kind': [
      "try { (arguments[0] as any).nothing } catch (known: any) { throw new known.constructor('right', 'exact') }",
      'threw',
      'right',
    ],
    'that is a Proxy of one': [
      "throw new Proxy(new Error('x'), { get: () => 'exact', getPrototypeOf: () => Error.prototype })",
      'threw',
      'exact: exact',
    ],
  })

  test.concurrent('of a blank is a blank', async () => {
    const body = 'try { TODO() } catch (blank: any) { throw new blank.constructor("right") }'
    const { gradients } = await heldBack({ body })
    expect(gradients.map(({ verdict }) => verdict)).toEqual(['blank', 'blank'])
  })

  test.concurrent('that was to say that another function comes first says nothing else', async () => {
    const bodies = {
      dlogprobs: 'throw new Error()',
      dprobs: 'try { return dlogprobs } catch { return probs }',
    }
    const { gradients } = await heldBack({ bodies })
    expect(gradients.map(({ verdict }) => verdict)).not.toContain('exact')
  })
})

describe('what goes over the wire is not the learner’s to write:', () => {
  const forged = '{ kind: "value", place: -1, tensor: { shape: [32, 27], at: 0 } }'
  test.concurrent.each([
    [
      'an attribute of an operation that writes itself',
      `const s: any = arguments[0]\n  return s.logprobs.sum(0, { keepdim: { toJSON: () => (${forged}) } })`,
    ],
    [
      'an attribute that throws',
      "const s: any = arguments[0]\n  return s.logprobs.sum(0, { keepdim: { toJSON() { throw new Error('x') } } })",
    ],
    [
      'an attribute that asks on',
      'const s: any = arguments[0]\n  return s.logprobs.sum(0, { keepdim: { toJSON: () => s.dloss } })',
    ],
    [
      'a shape in between that writes itself',
      `const s: any = arguments[0]\n  const y = s.logprobs.add(1)\n  y.shape = Object.assign([32, 27], { toJSON: () => (${forged}) })\n  return y.mul(1)`,
    ],
    [
      'a shape in between that is beyond all bounds',
      'const s: any = arguments[0]\n  const y = s.logprobs.add(1)\n  const z = y.mul(0)\n  y.shape = [2 ** 26, 2 ** 26]\n  return z',
    ],
    [
      'numbers in between that are none',
      'const s: any = arguments[0]\n  const y = s.logprobs.add(1)\n  const z = y.mul(0)\n  y.data = { length: -5, 0: 1 }\n  return z',
    ],
    [
      'many that claim the same numbers',
      'const s: any = arguments[0]\n  let z = s.logprobs\n  for (let i = 0; i < 500; i++) { const y = z; z = y.mul(0.5); y.shape = [2 ** 20] }\n  return z',
    ],
    [
      'steps without an end',
      'const s: any = arguments[0]\n  let z = s.logprobs.sum()\n  for (let i = 0; i < 30000; i++) z = z.mul(1)\n  return z',
    ],
    [
      'a step of two thousand inputs',
      'const s: any = arguments[0]\n  return cat(Array.from({ length: 2000 }, () => s.logprobs.sum().view(1)), 0)',
    ],
  ])('%s', async (_, body) => {
    const { gradients } = await heldBack({ prelude: "import { cat } from 'backprop-ninja'", body }, 60_000)
    for (const { verdict } of gradients) expect(verdict).not.toMatch(/exact|approximate|blank/)
  })
})

test.concurrent('what is printed is in the document, and nowhere else', async () => {
  const forged = '{"version":1,"passed":true,"gradients":[],"error":null}'
  const { printed } = await heldBack({
    body: `console.log(${JSON.stringify(`\n${forged}\n`)})\n  console.error('x')\n  return 0 as any`,
  })
  expect(printed.map(({ text }) => text)).toEqual([`\n${forged}\n`, 'x', `\n${forged}\n`, 'x'])
})

test.concurrent('what ends the engine itself is no pass, and nothing is said', async () => {
  const { status, stdout } = await judged({ body: '"x".repeat(5e8).split("")\n  return 0 as any' })
  expect(status).not.toBe(0)
  expect(stdout).toBe('')
})
