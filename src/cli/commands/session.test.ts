import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { returning, solved, transcript } from '../../bench/session.ts'
import { once } from '../../once.ts'
import { fileIn } from '../solving.ts'
import { emptyFolder, freshWorkspace, ninja } from '../testing.ts'

const textOf = (page: string): string => readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8')

/** The parts of a session that a page shows; `…` stands for what it leaves out. */
const partsIn = (session: string): string[] => session.split(/\n…(?:\n|$)/).filter(part => part !== '')

const answered = once(transcript)

/** In the order of the page. */
function expectAnswered(parts: readonly string[]): void {
  let rest = answered()
  for (const part of parts) {
    expect(rest).toContain(part)
    rest = rest.slice(rest.indexOf(part) + part.length)
  }
}

describe('the program answers (npx tsx src/bench/session.ts prints all of it)', () => {
  test('as docs/session.md says', () => {
    const [, shown] = /```\n(\$ npx backprop-ninja init[\s\S]*?)\n```/.exec(textOf('docs/session.md'))!
    expectAnswered(partsIn(shown))
  }, 180_000)

  test('as README says at its top and in the first five minutes', () => {
    const readme = textOf('README.md')
    const [, top] = /```\n(\$ npx ninja check\n[\s\S]*?)\n```/.exec(readme)!
    expectAnswered(partsIn(top))
    const [, wrong] = /^ {3}```\n( {3}✗ dlogprobs[\s\S]*?)\n {3}```/m.exec(readme)!
    expectAnswered([wrong.replace(/^ {3}/gm, '')])
  })
})

test('of the notebook that README checks, the program says what README shows', () => {
  const [, shown] = /```\n\$ npx ninja check homework\.py\n([\s\S]*?)\n```/.exec(textOf('README.md'))!
  const folder = emptyFolder()
  writeFileSync(join(folder, 'homework.py'), textOf('src/python/corpus/whole_network.py'))
  const { stdout, status } = ninja(folder, ['check', 'homework.py'])
  expect(status).toBe(1)
  for (const part of partsIn(shown)) expect(stdout).toContain(part)
})

describe('the diagnoses in docs/diagnosis.md are what the program says of these lines', () => {
  const page = textOf('docs/diagnosis.md')
  const told = [...page.matchAll(/```\n(✗ [\s\S]*?)\n```/g)].map(([, block]) => block)
  const examples: readonly [name: string, line: string, edit: (text: string, line: string) => string][] = [
    ['04', 'tensor(1).sub(hpreact.pow(2)).mul(dh)', (text, line) => returning(text, 'dhpreact', line)],
    ['06', 'zerosLike(C).indexPut([Xb], demb)', (text, line) => returning(text, 'dC', line)],
    ['09', '.mul(n / (n - 1))', (text, line) => text.replace(line, '')],
  ]

  test.each(examples)('%s: %s', (name, line, edit) => {
    const workspace = freshWorkspace()
    const file = fileIn(workspace, name)
    writeFileSync(file, edit(solved(name, readFileSync(file, 'utf8')), line))
    expect(page).toContain(`\`${line}\``)
    const { stdout } = ninja(workspace, ['check', name])
    expect(stdout).toContain(told[examples.findIndex(([one]) => one === name)])
  })
})
