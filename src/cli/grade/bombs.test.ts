/** Files that break what they run in, among others: each costs itself. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GradeRecord } from '../../grade/record.ts'
import { fileOf } from '../../learner/testing.ts'
import { emptyFolder, ninja } from '../testing.ts'

const right = String(
  fileOf({
    bodies: {
      dlogprobs: 'return zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n)',
      dprobs: 'return probs.pow(-1).mul(dlogprobs)',
    },
  }),
)

/** Above all cells, so that it runs as the file is loaded; or instead of the last answer. */
const above = (code: string): string => `${code}\n${right}`
const inside = (code: string): string => right.replace('return probs', `${code}\n  return probs`)

const bombs: Readonly<Record<string, string>> = {
  crash: inside('"x".repeat(5e8).split("")'),
  deaf: inside('new Array(2 ** 27).fill(0).map((_, i) => -i).sort()'),
  hang: above('for (;;) {}'),
  memory: inside('const kept: unknown[] = []\n  for (;;) kept.push(new Float64Array(1e6))'),
  loop: inside('for (;;) {}'),
}

test.each(['thread', 'quickjs'])(
  'in %s, files that crash, hang and eat memory cost themselves alone',
  room => {
    const folder = emptyFolder()
    const names = Object.keys(bombs)
    for (const [i, name] of names.entries()) {
      writeFileSync(join(folder, `b${i}_${name}.ts`), bombs[name])
      writeFileSync(join(folder, `a${i}.ts`), `// ${i}\n${right}`)
      writeFileSync(join(folder, `c${i}.ts`), `// ${i} too\n${right}`)
    }
    const out = emptyFolder()
    const words = ['--isolate', room, '--time-limit', '1', '--memory-limit', '256']
    const { status, stderr } = ninja(folder, ['grade', '01', folder, '--out', out, ...words], {
      timeout: 280_000,
    })
    expect(stderr).not.toMatch(/^ +at /m)
    const records: GradeRecord[] = readFileSync(join(out, 'results.jsonl'), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line))
    expect(records.length).toBe(3 * names.length)
    for (const { student, status, score } of records) {
      if (student.startsWith('b')) expect([student, score <= 1]).toEqual([student, true])
      else expect([student, status, score]).toEqual([student, 'graded', 2])
    }
    const [hang] = records.filter(({ student }) => student.endsWith('hang'))
    expect([hang.status, hang.reason, hang.score]).toEqual(['stopped', 'timeout', 0])
    expect(status).toBe(1)
  },
  300_000,
)
