/** What docs/grading-elsewhere.md says of machines and platforms, as far as it runs without them: the same grades come out. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { once } from '../../once.ts'
import { emptyFolder, ninja, program } from '../testing.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const page = readFileSync(join(root, 'docs', 'grading-elsewhere.md'), 'utf8')
const example = join(root, 'docs', 'grading-example', 'submissions')
const hasParallel = spawnSync('parallel', ['--version']).status === 0

/** The blocks of code below a heading, without what says their language. */
function blocksOf(heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1].split('\n## ')[0]
  return [...section.matchAll(/^```\w+\n([\s\S]*?)\n```$/gm)].map(([, block]) => block)
}

/** The one with this in it. */
const blockWith = (heading: string, what: string): string =>
  blocksOf(heading).find(block => block.includes(what))!

/** A folder with the submissions in it; files that nobody could wait for often are left out. */
function classFolder(): string {
  const folder = emptyFolder()
  cpSync(example, join(folder, 'submissions'), {
    recursive: true,
    filter: path => !path.endsWith('gberg.ts'),
  })
  return folder
}

/** A folder of programs, with `ninja` and `npx` among them. */
const programs = once(() => {
  const folder = emptyFolder()
  const make = (name: string, first: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${first}exec "${process.execPath}" "${program}" "$@"\n`)
    chmodSync(join(folder, name), 0o755)
  }
  make('ninja', '')
  make('npx', 'shift\n')
  return folder
})

function run(cwd: string, script: string, env: Readonly<Record<string, string>> = {}) {
  const { FORCE_COLOR: _, ...inherited } = process.env
  return spawnSync('bash', ['-c', script], {
    cwd,
    encoding: 'utf8',
    timeout: 100_000,
    env: { ...inherited, NO_COLOR: '1', ...env, PATH: `${programs()}${delimiter}${process.env.PATH}` },
  })
}

const gradesIn = (folder: string): string => readFileSync(join(folder, 'graded', 'grades.csv'), 'utf8')

/** Those of one run. */
const grades = once(() => {
  const folder = classFolder()
  ninja(folder, ['grade', '02', 'submissions', '--out', 'graded'])
  return gradesIn(folder)
})

const of02 = (script: string): string => script.replaceAll('grade 07', 'grade 02')

describe.skipIf(process.platform === 'win32')('the grades are those of one run with', () => {
  test.skipIf(!hasParallel)('GNU parallel, which grades nothing again', () => {
    const folder = classFolder()
    const script = of02(blocksOf('GNU parallel')[0]).replaceAll('/8', '/3').replace('4 5 6 7 8', '')
    run(folder, script)
    expect(gradesIn(folder)).toBe(grades())
    const ran = (): number => readFileSync(join(folder, 'log'), 'utf8').trimEnd().split('\n').length
    const before = ran()
    run(folder, script)
    expect(gradesIn(folder)).toBe(grades())
    expect(ran() - before).toBeLessThan(3)
  })

  test('the workflow of GitHub Actions', () => {
    const folder = classFolder()
    const lines = [
      ...of02(blocksOf('GitHub Actions')[0])
        .replaceAll('}}/4', '}}/2')
        .matchAll(/- run: (npx .*)/g),
    ].map(([, line]) => line)
    expect(lines.length).toBe(2)
    const [grade, merge] = lines
    for (const i of [1, 2])
      expect(run(folder, grade.replace(/\$\{\{ matrix.i \}\}/g, String(i))).status).toBe(0)
    expect(run(folder, merge).status).toBe(0)
    expect(gradesIn(folder)).toBe(grades())
  })

  test('the array of Slurm, and the indexed Job of Kubernetes, which counts from 0', () => {
    const slurm = of02(blocksOf('Slurm')[0]).replaceAll('32', '2')
    const job = of02(blocksOf('Kubernetes')[0]).replaceAll('32', '2')
    const folder = classFolder()
    const [, args] = /args:\n\s+- >-\n([\s\S]*?)\n\s+volumeMounts/.exec(job)!
    const line = args.trim().replace(/\n\s+/g, ' ').replaceAll('/class/', `${folder}/`)
    expect(run(folder, line.replace('grade 02', 'grade 99'), { JOB_COMPLETION_INDEX: '0' }).status).toBe(2)
    for (const i of [0, 1]) {
      expect(run(folder, line, { JOB_COMPLETION_INDEX: String(i) }).status).toBe(0)
      run(folder, slurm.replaceAll('out/', 'slurm/'), { SLURM_ARRAY_TASK_ID: String(i + 1) })
    }
    for (const out of ['out', 'slurm']) {
      ninja(folder, ['grade', '--merge', `${out}/1`, `${out}/${out === 'out' ? 0 : 2}`, '--out', 'graded'])
      expect(gradesIn(folder)).toBe(grades())
    }
  })
})

describe.skipIf(process.platform === 'win32')('one submission in a container of', () => {
  test('Gradescope', () => {
    const folder = emptyFolder()
    for (const path of ['submission', 'results', 'source']) mkdirSync(join(folder, path))
    cpSync(join(example, 'bnowak.ts'), join(folder, 'submission', 'my softmax (1).ts'))
    const metadata = {
      id: 123456,
      created_at: '2026-03-02T17:03:11.411412-08:00',
      assignment: { due_date: '2026-03-02T17:00:00.000000-08:00', late_due_date: null, total_points: '6.0' },
      users: [{ email: 'basia@uni.example', id: 1234, name: 'Basia Nowak' }],
      previous_submissions: [],
    }
    writeFileSync(join(folder, 'submission_metadata.json'), JSON.stringify(metadata))
    const script = blockWith('Gradescope', '--format gradescope').replaceAll('/autograder/', `${folder}/`)
    const { status, stderr } = run(folder, script)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const results = JSON.parse(readFileSync(join(folder, 'results', 'results.json'), 'utf8'))
    const tests: { name: string; score: number; max_score: number }[] = results.tests
    expect(tests.reduce((sum, { score }) => sum + score, 0)).toBe(5)
    expect(tests.reduce((sum, { max_score }) => sum + max_score, 0)).toBe(6)
    expect(tests.filter(({ score }) => score === 0).map(({ name }) => name)).toEqual(['dcounts'])
  })

  test.each([
    ['bnowak.ts', { gradable: true, score: 5 / 6 }],
    ['cchen.ipynb', { gradable: true, score: 5 / 6 }],
    ['fhaddad.ts', { gradable: false }],
  ])('PrairieLearn: %s', (file, expected) => {
    const folder = emptyFolder()
    for (const path of ['student', 'data', 'serverFilesCourse/ninja'])
      mkdirSync(join(folder, path), { recursive: true })
    cpSync(join(example, file), join(folder, 'student', file))
    writeFileSync(join(folder, 'data', 'data.json'), JSON.stringify({ variant_seed: '12345', params: {} }))
    const script = blockWith('PrairieLearn', '--format prairielearn').replaceAll('/grade/', `${folder}/`)
    expect(run(folder, script).status).toBe(0)
    const results = JSON.parse(readFileSync(join(folder, 'results', 'results.json'), 'utf8'))
    expect(results).toMatchObject({
      ...expected,
      ...('score' in expected ? { score: expect.closeTo(expected.score as number, 9) } : {}),
    })
  })
})
