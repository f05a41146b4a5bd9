/**
 * Is each rule of the diagnosis tested? Takes every entry of its lists away, one at a time, and says which of them
 * nothing misses:
 *
 *     npm run survivors:diagnosis
 *
 * An entry of diagnose.ts is missed if a golden file would change, one of values.ts if values.test.ts would fail.
 */
import { readFileSync } from 'node:fs'
import { parse } from '@babel/parser'
import { startVitest } from 'vitest/node'
import { type PassName, rows } from '../diagnose.ts'
import type { DiagnosisRule } from '../explanation.ts'
import { wrong as gpt } from './gpt/wrong.ts'
import type { WrongRow } from './lines.ts'
import { goldenText, resultOf } from './results.ts'
import { wrong } from './wrong.ts'

const survivors = [...survivorsOfGradients(), ...(await survivorsOfValues())]
for (const name of survivors) console.log(`survives: ${name}`)
console.log(`${survivors.length} survivors`)
process.exitCode = survivors.length === 0 ? 0 : 1

/** An entry can only be missed by the lines that it explains, so only these are tried again without it. */
function survivorsOfGradients(): string[] {
  const lists = Object.entries(rows) as [PassName, DiagnosisRule[]][]
  const explained = new Map<DiagnosisRule, { row: WrongRow; said: string }[]>()
  let last: DiagnosisRule | null = null
  for (const [, list] of lists) {
    for (const [i, rule] of list.entries()) {
      const traced: DiagnosisRule = evidence => {
        const explanation = rule(evidence)
        if (explanation !== null) last = traced
        return explanation
      }
      list[i] = traced
      explained.set(traced, [])
    }
  }
  for (const row of [...wrong, ...gpt]) {
    last = null
    const said = goldenText([resultOf(row)])
    if (last !== null) explained.get(last)!.push({ row, said })
  }
  return lists.flatMap(([name, list]) =>
    [...list].flatMap((traced, i) => {
      const without = list.filter(one => one !== traced)
      const all = list.splice(0, list.length, ...without)
      const isMissed = explained.get(traced)!.some(({ row, said }) => goldenText([resultOf(row)]) !== said)
      list.splice(0, list.length, ...all)
      return isMissed ? [] : [`diagnose.ts ${name}[${i}]`]
    }),
  )
}

async function survivorsOfValues(): Promise<string[]> {
  const path = new URL('../values.ts', import.meta.url).pathname
  const text = readFileSync(path, 'utf8')
  const found: string[] = []
  if (!(await passes(path, text))) throw new Error('values.test.ts fails as it is')
  for (const name of ['rows', 'lists']) {
    for (const [i, [start, end]] of entriesOf(text, name).entries()) {
      const mutant = text.slice(0, start) + text.slice(end).replace(/^,/, '')
      if (await passes(path, mutant)) found.push(`values.ts ${name}[${i}]`)
    }
  }
  return found
}

/** Where the entries of an array are in a text. */
function entriesOf(text: string, name: string): (readonly [start: number, end: number])[] {
  const { program } = parse(text, { sourceType: 'module', plugins: ['typescript'] })
  const declarations = program.body.flatMap(one =>
    one.type === 'VariableDeclaration' ? one.declarations : [],
  )
  const found = declarations.find(({ id }) => id.type === 'Identifier' && id.name === name)?.init
  if (found?.type !== 'ArrayExpression') throw new Error(`values.ts has no list ${name}`)
  return found.elements.map(element => [element!.start!, element!.end!])
}

/** Whether the tests of the values pass with another text in the place of values.ts. */
async function passes(path: string, mutant: string): Promise<boolean> {
  const root = new URL('../../../', import.meta.url).pathname
  const vitest = await startVitest(
    'test',
    [],
    {
      config: false,
      root,
      include: ['src/diagnosis/values.test.ts'],
      watch: false,
      run: true,
      reporters: [{}],
    },
    {
      resolve: { alias: { 'backprop-ninja': `${root}src/index.ts` } },
      plugins: [
        {
          name: 'mutant',
          enforce: 'pre',
          transform: (_, id) => (id === path ? mutant : undefined),
        },
      ],
    },
  )
  const failed =
    vitest.state.getCountOfFailedTests() > 0 ||
    vitest.state.getFiles().some(file => file.result?.state === 'fail')
  await vitest.close()
  process.exitCode = 0
  return !failed
}
