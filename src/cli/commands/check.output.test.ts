/** What a person sees, and where: colours, closed pipes, odd paths, folders that cannot be written. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyFolder, freshWorkspace, ninja, program } from '../testing.ts'
import { check, filledIn, solutionOf, WHOLE, withBody, workspaceWith } from './testing.ts'

const wrong = (): string =>
  workspaceWith(withBody(filledIn, 'dprobs', "console.log('hello')\n  return dlogprobs"))

describe('the table', () => {
  const folder = wrong()
  const { stdout, stderr, status } = ninja(folder, ['check', '07'])
  const lines = stdout.split('\n')

  test('has a row for each gradient, in the words of the lecture', () => {
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}gradient +exact +approximate +maxdiff +shape +verdict$/),
    )
    expect(lines).toContainEqual(expect.stringMatching(/^✓ dlogprobs +True +True +0\.0 +\(32, 27\) +exact$/))
    expect(lines).toContainEqual(expect.stringMatching(/^✗ dprobs +False +False +\S+ +\(32, 27\) +wrong/))
    expect(lines).toContainEqual(
      expect.stringMatching(/^~ dcounts +False +False +\S+ +\(32, 27\) +inherited/),
    )
    expect(lines.filter(line => /^[✓✗~·] d\w+ +(True|False|-) /.test(line))).toHaveLength(26)
  })

  test('is followed by the first mistake, where it is and how to replay it', () => {
    expect(stdout).toContain('✗ dprobs: ')
    expect(stdout).toMatch(/exercises\/makemore\/07_whole_network\.ts:\d+/)
    expect(stdout).toContain('check makemore/07_whole_network --seed 42')
  })

  test('shows once what was printed', () => {
    expect(stdout.match(/hello/g)).toHaveLength(1)
    expect(stdout).toMatch(/dprobs: hello/)
  })

  test('has pictures of yours, expected and the difference below it, if asked', () => {
    const drawn = ninja(folder, ['check', '07', '--picture']).stdout
    expect(drawn).toMatch(/^dprobs\nyours \(32, 27\) +expected \(32, 27\)/m)
    expect(drawn).toMatch(/^difference \(32, 27\)$/m)
    expect(drawn.replace(/^dprobs\nyours[\s\S]*?\n\n(?=\d+ right)/m, '')).toBe(stdout)
    expect(ninja(folder, ['check', '07', '--explain', 'dlogits', '--picture']).stdout).toMatch(
      /^dlogits\nyours/m,
    )
  })

  test('is not pushed out of sight by what was printed', () => {
    const noisy = withBody(
      filledIn,
      'dprobs',
      "for (let i = 0; i < 500; i++) console.log('line', i)\n  console.log('x'.repeat(9000))\n  return dlogprobs",
    )
    const folder = workspaceWith(noisy)
    const { stdout } = ninja(folder, ['check', '07'])
    expect(stdout.match(/^dprobs: line/gm)).toHaveLength(60)
    expect(stdout).toContain('… and 441 more lines; check --json has them all')
    const { printed } = JSON.parse(ninja(folder, ['check', '07', '--json']).stdout)
    expect(printed).toHaveLength(501)
  })

  test('and that is all', () => {
    expect(stderr).toBe('')
    expect(status).toBe(1)
  })
})

describe('colour', () => {
  const control = '\u001b['
  const folder = freshWorkspace()

  test.each<[string, Record<string, string>, boolean]>([
    ['is not sent to a pipe', { NO_COLOR: '' }, false],
    ['is sent where it is forced', { NO_COLOR: '', FORCE_COLOR: '1' }, true],
    ['is forced even against NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
    ['is not sent where NO_COLOR forbids it', { NO_COLOR: '1' }, false],
  ])('%s', (_, env, coloured) => {
    expect(ninja(folder, ['check', '07'], { env }).stdout.includes(control)).toBe(coloured)
  })

  test('is never in JSON', () => {
    const { stdout } = ninja(wrong(), ['check', '07', '--json'], { env: { FORCE_COLOR: '1' } })
    expect(stdout).not.toContain('\\u001b')
    expect(stdout).not.toContain(control)
  })
})

describe.skipIf(process.platform === 'win32')('a reader who goes away', () => {
  const folder = wrong()
  const piped = (words: string, into: string) =>
    spawnSync('bash', ['-c', `set -o pipefail; "${process.execPath}" "${program}" ${words} | ${into}`], {
      cwd: folder,
      encoding: 'utf8',
    })

  test.each(['head -1', 'true', 'head -c 20'])('sees no stack trace: %s', into => {
    for (const words of ['check 07', 'check 07 --json', '--help', 'list']) {
      expect(piped(words, into).stderr).toBe('')
    }
  })

  test.skipIf(!existsSync('/dev/full'))('is told apart from a full disk', () => {
    const full = spawnSync('bash', ['-c', `"${process.execPath}" "${program}" list > /dev/full`], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(full.stderr).toMatch(/^error: cannot write the output: ENOSPC[^\n]*\n$/)
    expect(full.status).toBe(1)
    const neither = spawnSync('bash', ['-c', `"${process.execPath}" "${program}" list > /dev/full 2>&1`], {
      cwd: folder,
      timeout: 20_000,
    })
    expect(neither.status).toBe(1)
  })
})

describe('odd places', () => {
  test.each(['with spaces', 'ünï çødé 忍者', "quote's $HOME `x`", '(a) [b] {c} #d %20', '-rf'])(
    'a workspace in "%s"',
    name => {
      const folder = join(emptyFolder(), name)
      cpSync(workspaceWith(withBody(filledIn, 'dprobs', 'return missing')), folder, { recursive: true })
      const { report } = check(folder)
      const line = filledIn.split('\n').findIndex(text => text.includes('function dprobs')) + 2
      expect(report.gradients[1]).toMatchObject({ verdict: 'threw', line })
      expect(ninja(folder, ['check', '07']).stdout).toContain(`07_whole_network.ts:${line}`)
    },
  )

  test('a folder below the workspace', () => {
    const folder = freshWorkspace()
    const below = join(folder, 'exercises', 'makemore')
    expect(check(below).report.file).toBe('07_whole_network.ts')
    expect(check(below, ['--file', solutionOf(WHOLE)]).status).toBe(0)
  })
})

test.skipIf(process.platform === 'win32')('a folder that was deleted is told as one', () => {
  const folder = join(emptyFolder(), 'gone')
  const command = `mkdir "${folder}" && cd "${folder}" && rmdir "${folder}" && "${process.execPath}" "${program}" check`
  const { stderr, status } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
  expect(stderr).toMatch(/^error: the current folder no longer exists\n/)
  expect(status).toBe(2)
})

describe('progress that cannot be kept costs no verdict', () => {
  const keeps = (spoil: (ninja: string) => void, words = ['07']) => {
    const folder = workspaceWith(filledIn)
    rmSync(join(folder, '.ninja'), { recursive: true, force: true })
    spoil(join(folder, '.ninja'))
    return check(folder, words)
  }

  test.each<[string, (ninja: string) => void]>([
    ['a file in its place', path => writeFileSync(path, 'x')],
    ['a folder for the progress file', path => mkdirSync(join(path, 'progress.json'), { recursive: true })],
    ['progress of a newer program', path => newer(path)],
  ])('%s: it warns', (_, spoil) => {
    const { report, stderr, status } = keeps(spoil)
    expect(report.passed).toBe(true)
    expect(stderr).toMatch(/^warning: progress was not saved: [^\n]+\n$/)
    expect(status).toBe(0)
  })

  test('a damaged file is set aside, and said aloud', () => {
    const { report, stderr } = keeps(path => newer(path, '{'))
    expect(report.passed).toBe(true)
    expect(stderr).toMatch(/^warning: .*progress\.json is damaged .*saved as .* and progress starts over/)
  })

  test('a folder that is not there is made', () => {
    expect(keeps(() => {})).toMatchObject({ stderr: '', status: 0 })
  })

  test('where no exercise is named, what is current is not guessed', () => {
    const { report, status } = keeps(path => newer(path), [])
    expect(report.error).toMatchObject({ code: 'workspace' })
    expect(status).toBe(2)
  })

  test('a read-only folder: it warns', () => {
    const folder = workspaceWith(filledIn)
    rmSync(join(folder, '.ninja'), { recursive: true, force: true })
    chmodSync(folder, 0o555)
    const { report, stderr } = check(folder, ['07'], { asNobody: true })
    chmodSync(folder, 0o755)
    expect(report.passed).toBe(true)
    expect(stderr).toMatch(/^warning: progress was not saved: /)
  })

  const newer = (path: string, text = '{"version":99}'): void => {
    mkdirSync(path)
    writeFileSync(join(path, 'progress.json'), text)
  }
})

test('a pass is written down', () => {
  const folder = workspaceWith(filledIn)
  check(folder)
  const { exercises } = JSON.parse(readFileSync(join(folder, '.ninja', 'progress.json'), 'utf8'))
  expect(exercises[WHOLE]).toMatchObject({ checks: 1, passedAt: expect.any(String) })
})
