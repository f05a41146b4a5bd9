/** Test suites as JUnit XML, which CI servers read. */

export interface TestSuite {
  readonly name: string
  readonly cases: readonly TestCase[]
}

export interface TestCase {
  readonly classname: string
  readonly name: string
  /** Null where it isn't known. */
  readonly milliseconds: number | null
  /** None: it passed. */
  readonly results: readonly TestResult[]
}

/** `failure`: it was tried, and is wrong. `error`: it could not be tried. `skipped`: it need not be. */
export interface TestResult {
  readonly kind: 'failure' | 'error' | 'skipped'
  readonly type: string
  readonly message: string
}

export const toJUnit = (suites: readonly TestSuite[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(countsOf(suites.flatMap(({ cases }) => cases)))}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n')

const suiteLines = ({ name, cases }: TestSuite): string[] => [
  `  <testsuite${attributes({ name, ...countsOf(cases), skipped: count(cases, 'skipped'), time: timeOf(cases) })}>`,
  ...cases.flatMap(({ classname, name, milliseconds, results }) => [
    `    <testcase${attributes({ classname, name, time: seconds(milliseconds) })}>`,
    ...results.map(({ kind, type, message }) =>
      // What is skipped has no type in any schema.
      kind === 'skipped'
        ? `      <skipped${attributes({ message })}/>`
        : `      <${kind}${attributes({ type, message })}/>`,
    ),
    '    </testcase>',
  ]),
  '  </testsuite>',
]

const countsOf = (cases: readonly TestCase[]) => ({
  tests: cases.length,
  failures: count(cases, 'failure'),
  errors: count(cases, 'error'),
})

const count = (cases: readonly TestCase[], kind: TestResult['kind']): number =>
  cases.filter(({ results }) => results.some(result => result.kind === kind)).length

const timeOf = (cases: readonly TestCase[]): string | null =>
  seconds(cases.reduce((sum, { milliseconds }) => sum + (milliseconds ?? 0), 0))

const seconds = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : (milliseconds / 1000).toFixed(3)

const attributes = (all: Readonly<Record<string, string | number | null>>): string =>
  Object.entries(all)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('')

/** Control characters and halves of surrogate pairs have no place in XML, escaped or not. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu, '\ufffd')
    .replace(/[&<>"\t\r\n]/g, char => `&#${char.charCodeAt(0)};`)
