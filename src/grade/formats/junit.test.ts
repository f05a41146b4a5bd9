import { expect, test } from 'vitest'
import type { Assignment } from '../record.ts'
import { hostileNames, logLoss } from '../testing.ts'
import { junit } from './junit.ts'
import { kinds, longRecord, textOf } from './testing.ts'

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
}

/** The characters of XML 1.0. */
const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u

/** A reader made from the grammar of XML, of elements and attributes only: it stops at all else. */
function readXml(text: string): Element {
  expect(CHARACTERS.test(text)).toBe(true)
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray => {
    const found = new RegExp(pattern.source, 'yu')
    found.lastIndex = at
    const taken = found.exec(text)
    if (taken === null) throw new Error(`no ${pattern} at ${JSON.stringify(text.slice(at, at + 60))}`)
    at = found.lastIndex
    return taken
  }
  const value = (raw: string): string =>
    raw.replace(/[\t\r\n]/g, ' ').replace(/&(?:#(\d+);)?/g, (_, code?: string) => {
      if (code === undefined) throw new Error(`a bare & in ${raw}`)
      const char = String.fromCodePoint(Number(code))
      expect(CHARACTERS.test(char)).toBe(true)
      return char
    })
  const element = (): Element => {
    const [, name] = take(/\s*<([a-z]+)/)
    const attributes: Record<string, string> = {}
    for (;;) {
      const [, key, raw, end] = take(/ ([a-z]+)="([^<"]*)"|(\/?>)/)
      if (key === undefined) {
        if (end === '/>') return { name, attributes, children: [] }
        break
      }
      expect(Object.hasOwn(attributes, key)).toBe(false)
      attributes[key] = value(raw)
    }
    const children: Element[] = []
    while (!/^\s*<\//.test(text.slice(at, at + 20))) children.push(element())
    expect(take(/\s*<\/([a-z]+)>/)[1]).toBe(name)
    return { name, attributes, children }
  }
  take(/<\?xml version="1.0" encoding="UTF-8"\?>/)
  const root = element()
  take(/\s*$/)
  return root
}

/** What Jenkins' schema has in each element: its attributes, and which other elements. */
const schema: Readonly<
  Record<string, readonly [attributes: readonly string[], children: readonly string[]]>
> = {
  testsuites: [['name', 'time', 'tests', 'failures', 'disabled', 'errors'], ['testsuite']],
  testsuite: [
    [
      'name',
      'tests',
      'failures',
      'errors',
      'time',
      'disabled',
      'skipped',
      'timestamp',
      'hostname',
      'id',
      'package',
    ],
    ['properties', 'testcase', 'system-out', 'system-err'],
  ],
  testcase: [
    ['name', 'assertions', 'time', 'classname', 'status'],
    ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  ],
  skipped: [['message'], []],
  error: [['type', 'message'], []],
  failure: [['type', 'message'], []],
}

function read(text: string): readonly Element[] {
  const check = ({ name, attributes, children }: Element): void => {
    const [known, inside] = schema[name]
    expect(known).toEqual(expect.arrayContaining(Object.keys(attributes)))
    expect(inside).toEqual(expect.arrayContaining(children.map(({ name }) => name)))
    children.forEach(check)
  }
  const root = readXml(text)
  check(root)
  expect(root.name).toBe('testsuites')
  const sum = (what: string) =>
    root.children.reduce((sum, { attributes }) => sum + Number(attributes[what]), 0)
  for (const what of ['tests', 'failures', 'errors']) expect(Number(root.attributes[what])).toBe(sum(what))
  for (const { attributes, children } of root.children) {
    const many = (kind: string) => children.filter(({ children: [one] }) => one?.name === kind).length
    expect(attributes).toMatchObject({
      ...{ tests: String(children.length), failures: String(many('failure')) },
      ...{ errors: String(many('error')), skipped: String(many('skipped')) },
    })
  }
  return root.children
}

const students = (...ids: string[]): Assignment => ({
  exercises: [logLoss],
  students: ids.map(id => ({ id, name: null, email: null, section: null })),
  hasRoster: true,
})

/** `dprobs failure wrong`, for each test case of a suite. */
const said = ({ children }: Element): string[] =>
  children.map(({ attributes: { name }, children: [result] }) =>
    [name, result?.name, result?.attributes.type].filter(one => one !== undefined).join(' '),
  )

test.each([
  ['right', ['dlogprobs', 'dprobs']],
  ['wrong', ['dlogprobs failure sign, factor', 'dprobs skipped']],
  ['held', ['dlogprobs failure sign, factor', 'dprobs skipped']],
  ['empty', ['dlogprobs failure blank', 'dprobs failure blank']],
  ['threw', ['dlogprobs', 'dprobs failure other error']],
  ['unreadable', ['dlogprobs error ungradable', 'dprobs error ungradable']],
  ['missing', ['dlogprobs error missing', 'dprobs error missing']],
  ['stopped', ['dlogprobs error stopped', 'dprobs error stopped']],
] as const)('what is %s: %j', (kind, cases) => {
  const [suite] = read(textOf(junit, [kinds[kind]()], { assignment: students('ada') }))
  expect(suite.attributes.name).toBe('ada')
  expect(said(suite)).toEqual(cases)
})

test('each student has a suite, in the order of the class, also one without any record', () => {
  const records = [{ ...kinds.right(), student: 'bob' }, kinds.wrong()]
  const suites = read(textOf(junit, records, { assignment: students('eve', 'ada', 'bob') }))
  expect(suites.map(suite => [suite.attributes.name, ...said(suite)])).toEqual([
    ['eve', 'dlogprobs error missing', 'dprobs error missing'],
    ['ada', 'dlogprobs failure sign, factor', 'dprobs skipped'],
    ['bob', 'dlogprobs', 'dprobs'],
  ])
})

test('the message is what a check says', () => {
  const [{ children }] = read(textOf(junit, [kinds.wrong()], { assignment: students('ada') }))
  const [first, second] = children.map(({ children: [{ attributes }] }) => attributes.message)
  expect(first).toMatch(/^Your result has the wrong sign; everything else is right\./)
  expect(second).toBe('The line is right, but its value is wrong because of dlogprobs.')
})

test.each(hostileNames.map(name => [JSON.stringify(name), name]))('a student called %s', (_, name) => {
  const [suite] = read(textOf(junit, [{ ...kinds.threw(), student: name }], { assignment: students(name) }))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are no characters of XML
  const readable = name.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, '\ufffd')
  expect(suite.attributes.name).toBe(readable)
  expect(said(suite)).toEqual(['dlogprobs', 'dprobs failure other error'])
})

test('a message is not longer than 501 characters', () => {
  const record = longRecord(10, 'long '.repeat(1000))
  const [{ children }] = read(textOf(junit, [record], { assignment: students('ada') }))
  expect(Math.max(...children.map(({ children: [one] }) => one?.attributes.message.length ?? 0))).toBe(501)
})
