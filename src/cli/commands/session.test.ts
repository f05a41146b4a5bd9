import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { transcript } from '../../bench/session.ts'

test("the README's session is what the program answers (npx tsx src/bench/session.ts prints all of it)", () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  const [, shown] = /### From `init` to the third exercise[\s\S]*?```\n([\s\S]*?)\n```/.exec(readme)!
  let rest = transcript()
  for (const part of shown.split('\n…\n')) {
    expect(rest).toContain(part)
    rest = rest.slice(rest.indexOf(part) + part.length)
  }
})
