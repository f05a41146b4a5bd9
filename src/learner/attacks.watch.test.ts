/** A selection of attacks in a workspace and in `ninja watch`: nothing of them is written down as passed or shown as it. */
import { writeFileSync } from 'node:fs'
import { describe, test as everywhere, expect, vi } from 'vitest'
import { passes, type Verdict } from '../checker/report.ts'
import { fileIn, wholeText } from '../cli/solving.ts'
import { freshWorkspace, ninja } from '../cli/testing.ts'
import { test, watching } from '../cli/watch/testing.ts'
import { emptyProgress } from '../progress/progress.ts'
import { openStore } from '../progress/store.ts'
import { type Attack, fileOf, thief } from './testing.ts'

const s = 'const s: any = arguments[0]\n  '
const zeros = 'return zerosLike(arguments[0].logprobs)'
const forged = '{"version":1,"passed":true,"gradients":[],"error":null}'

/** What it does, and what watch says of it. */
type Row = readonly [what: string, attack: Attack, told: RegExp]

const rows: readonly Row[] = [
  [
    'another meaning for what numbers are compared with',
    { body: `try { Math.abs = () => 0 } catch {}\n  ${zeros}` },
    /dlogprobs: wrong/,
  ],
  [
    'an import of files',
    { prelude: "import { writeFileSync } from 'node:fs'\nwriteFileSync('.ninja/progress.json', '{}')" },
    /an exercise can import/,
  ],
  [
    'a message to the judge',
    { body: `try { postMessage({ findings: [] }) } catch {}\n  ${zeros}` },
    /dlogprobs: wrong/,
  ],
  ['a forged document', { body: `console.log('\\n${forged}\\n')\n  ${zeros}` }, /dlogprobs: wrong/],
  [
    'a forged screen',
    {
      body: `console.log('\\u001b[2J\\u001b[H\\u001b[32mpassed: both gradients are right\\u001b[0m')\n  ${zeros}`,
    },
    /dlogprobs: wrong/,
  ],
  [
    'an error that says that all is right',
    {
      body: "throw Object.assign(new Error('\\u001b[2J\\u001b[Hboth gradients are right'), { name: 'passed' })",
    },
    /dlogprobs: threw/,
  ],
  [
    'numbers that change each time',
    {
      body: 'const x: any = zerosLike(arguments[0].logprobs)\n  let times = 0\n  Object.defineProperty(x, "data", { get: () => new Float64Array(x.shape[0] * x.shape[1]).fill(times++) })\n  return x',
    },
    /dlogprobs: wrong/,
  ],
  [
    'an attribute that writes itself',
    { body: `${s}return s.logprobs.sum(0, { keepdim: { toJSON: () => ({ kind: 'value' }) } })` },
    /dlogprobs: (wrong|shape)/,
  ],
  [
    'a stack that overflows in a question',
    {
      body: `${s}const f = (): any => { try { return f() } catch { return s.dloss } }\n  f()\n  return s.logprobs`,
    },
    /dlogprobs: (threw|wrong)/,
  ],
  ['endless questions', { body: `${s}for (let i = 0; ; i++) 'd' + i in s` }, /dlogprobs: timeout/],
  [
    'a loop where its message is read',
    {
      body: "const e: any = new Error()\n  Object.defineProperty(e, 'message', { get() { for (;;) {} } })\n  throw e",
    },
    /dlogprobs: timeout/,
  ],
  [
    'a sort that nobody can end',
    { bodies: { dprobs: 'return new Array(2 ** 27).fill(0).sort() as any' } },
    /dprobs: (timeout|out of memory)/,
  ],
  [
    'memory without an end',
    { bodies: { dprobs: 'const a: any = []\n  for (;;) a.push(new Float64Array(2 ** 22).fill(1))' } },
    /dprobs: (timeout|out of memory)/,
  ],
  ['half a text', { prelude: '`${' }, /SyntaxError/],
  [
    'answers kept on what the host throws',
    thief(
      '(() => { try { structuredClone(() => 1) } catch (error: any) { return error.constructor.kept ??= {} } })()',
    ),
    /rise\(f, 2, 0\.001\): /,
  ],
  [
    'answers kept on what all errors share',
    thief("((Object.getOwnPropertyDescriptor(new Error(), 'stack') as any).get.kept ??= {})"),
    /rise\(f, 2, 0\.001\): /,
  ],
]

/** Watch itself reads the file too, to see what it imports. */
const unread: Row = [
  'a text that no parser is done with',
  { prelude: `const x = ${'<T>('.repeat(30)}1${')'.repeat(30)}` },
  /takes too long to read/,
]

const idOf = ({ exercise = '01' }: Attack): string =>
  exercise === '01' ? 'makemore/01_log_loss' : `${exercise}_slope`

describe('in a workspace nothing is written down as passed:', () => {
  everywhere.each([...rows, unread])('%s', { timeout: 60_000 }, (_, attack) => {
    const folder = freshWorkspace()
    const { exercise = '01' } = attack
    writeFileSync(fileIn(folder, exercise), fileOf(attack))
    const { status, stdout } = ninja(folder, ['check', exercise, '--json'])
    expect([1, 124]).toContain(status)
    expect(stdout).toMatch(/^\{.*\}\n$/)
    expect(JSON.parse(stdout)).toMatchObject({ passed: false, exercise: idOf(attack) })
    const { exercises } = openStore(folder).read().progress
    const noted = exercises[idOf(attack)]
    expect(noted?.passedAt ?? null).toBeNull()
    expect(Object.values(noted?.gradients ?? {}).filter(verdict => passes(verdict as Verdict))).toEqual([])
  })
})

test('what is printed and thrown moves no cursor on the screen', () => {
  const folder = freshWorkspace()
  for (const [what, attack] of rows.filter(([what]) => /forged screen|an error that says/.test(what))) {
    writeFileSync(fileIn(folder, '01'), fileOf(attack))
    const { stdout } = ninja(folder, ['check', '01'])
    expect([what, stdout.includes('\u001b'), stdout.includes('\\u{1b}[2J')]).toEqual([what, false, true])
  }
})

test.for(['01', 'derivatives/01'])(
  'in one watch of %s nothing is shown as passed, one after the other, and each time the next save is judged',
  { timeout: 200_000 },
  async exercise => {
    const { seen, file } = watching(exercise)
    const { folder, screen } = seen
    const passedAt = (attack: Attack) =>
      openStore(folder).read().progress.exercises[idOf(attack)]?.passedAt ?? null
    for (const [what, attack, told] of rows) {
      if ((attack.exercise ?? '01') !== exercise) continue
      writeFileSync(file, fileOf(attack))
      await seen.wait(told)
      expect([what, passedAt(attack)]).toEqual([what, null])
      expect([what, /✓ (\S+ )?passed|^ *passed: all/m.test(screen())]).toEqual([what, false])
      expect([what, /\b0 right|SyntaxError|an exercise can import/.test(screen())]).toEqual([what, true])
      writeFileSync(file, wholeText(exercise))
      await seen.wait(/^✓ \S+ passed: (both gradients|all 3 blanks) are right/m)
      await vi.waitFor(() => expect([what, passedAt(attack)]).not.toEqual([what, null]))
      openStore(folder).update(emptyProgress)
    }
  },
)

describe('in watch', () => {
  const left = `import { Tensor as Known } from 'backprop-ninja'
const lying: any = new (Known as any)([256], new Float64Array(256))
lying.shape = [256, 8]
const found = lying.sum(1).data.filter((one: number) => one !== 0).length
console.log(\`found \${found} numbers\`)
`
  test('numbers of the answers, with which the thread was warmed up, are not left for the learner’s file', async () => {
    const { seen, file } = watching('01', {}, `${left}${wholeText('01')}`)
    await seen.wait('found 0 numbers')
    for (const save of ['first', 'second']) {
      await new Promise(resolve => setTimeout(resolve, 1500))
      writeFileSync(file, `${left}console.log('${save} save')\n${wholeText('01')}`)
      await seen.wait(`${save} save`)
      expect(seen.screen()).toContain('found 0 numbers')
    }
  })
})
