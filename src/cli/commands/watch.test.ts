import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, vi } from 'vitest'
import { openStore } from '../../progress/store.ts'
import { stripColour } from '../../terminal/style.ts'
import { notePassed, wholeText } from '../solving.ts'
import { freshWorkspace, ninja } from '../testing.ts'
import { program, type ScreenView, type TerminalSetup } from '../watch/terminals.ts'
import { sleep, test, watching } from '../watch/testing.ts'
import { allExercises } from '../workspace.ts'

const ESC = '\u001b'
const right = wholeText('01')
const wrong = right.replace('return probs.pow(-1).mul(dlogprobs)', 'return probs.pow(-1)')

/** A filled in 01 that tells in its verdict which save it is. */
const saying = (what: string, text = right): string =>
  text.replace('  return probs.pow(-1)', `  console.log('${what}.')\n  return probs.pow(-1)`)

const endless = right.replace('  return probs.pow(-1)', '  for (;;) {}\n  return probs.pow(-1)')

describe('a verdict', () => {
  test('is there at the start, at every save, and after a save is a lesson if all is right', async () => {
    const { file, seen } = watching('01')
    await seen.wait('2 blanks to fill in')
    writeFileSync(file, wrong)
    await seen.wait('dprobs: wrong')
    writeFileSync(file, right)
    await seen.wait(/passed: both gradients are right\. 1 of \d+, yellow belt\./)
    expect(seen.screen()).toContain('2 of 2 written like the answer')
    const noted = () => openStore(seen.folder).read().progress.exercises['makemore/01_log_loss'].passedAt
    await vi.waitFor(() => expect(noted()).not.toBe(null))
  })

  test('comes of a file that is put in the place of the old one', async () => {
    const { file, seen } = watching('01')
    await seen.wait('2 blank')
    for (const what of ['one', 'two', 'three']) {
      writeFileSync(`${file}.tmp`, saying(what))
      renameSync(`${file}.tmp`, file)
      await seen.wait(`${what}.`)
    }
  })

  test('comes of a file that is removed first, and of one that is emptied first', async () => {
    const { file, seen } = watching('01')
    await seen.wait('2 blank')
    rmSync(file)
    await sleep(60)
    writeFileSync(file, saying('written anew'))
    await seen.wait('written anew.')
    writeFileSync(file, '')
    await sleep(60)
    writeFileSync(file, saying('filled'))
    await seen.wait('filled.')
    expect(seen.output()).not.toMatch(/is empty|there is no file/)
    rmSync(file)
    await seen.wait('there is no file')
    expect(seen.screen()).toContain('reset')
  })

  test('is of the whole file, though it was written in two halves', async () => {
    const { file, seen } = watching('01')
    await seen.wait('2 blank')
    const text = saying('whole')
    writeFileSync(file, text.slice(0, text.length / 2))
    await sleep(5)
    writeFileSync(file, text)
    await seen.wait('whole.')
    expect(seen.output()).not.toContain('SyntaxError')
  })

  test('is the last one of many saves', async () => {
    const { file, seen } = watching('01')
    await seen.wait('2 blank')
    for (let i = 1; i <= 60; i++) {
      writeFileSync(file, saying(`save ${i}`))
      await sleep(i % 7)
    }
    await seen.wait('save 60.')
    await sleep(300)
    expect(seen.screen()).toContain('save 60.')
  })

  test('comes of other names, and of a file that the exercise imports', async () => {
    const { file, seen } = watching('01')
    await seen.wait('2 blank')
    const names = join(seen.folder, 'exercises', 'data', 'names.txt')
    const before = readFileSync(names)
    writeFileSync(names, 'é\n1\n')
    await seen.wait(/names\.txt|letters|characters/)
    writeFileSync(names, before)
    await seen.wait('2 blank')
    const helper = join(file, '..', 'helper.ts')
    const importing = right
      .replace('// %%\nimport', "// %%\nimport { half } from './helper.ts'\nimport")
      .replace('return probs.pow(-1)', 'return probs.pow(-1).mul(half)')
    writeFileSync(helper, 'export const half = 0.5\n')
    writeFileSync(file, importing)
    await seen.wait('dprobs: wrong')
    writeFileSync(helper, 'export const half = 1\n')
    await seen.wait('passed')
  })

  test('v draws the gradient that it is about, and Esc goes back', async () => {
    const { file, seen } = watching('01')
    await seen.wait('2 blank')
    writeFileSync(file, wrong)
    await seen.wait('dprobs: wrong')
    seen.press('v')
    await seen.wait('yours (32, 27)')
    expect(seen.screen()).toContain('dprobs')
    seen.press(ESC)
    await seen.wait('dprobs: wrong')
  })

  test('does not wait for one that does not end', async () => {
    const { file, seen } = watching('01')
    await seen.wait('2 blank')
    writeFileSync(file, endless)
    await seen.wait('checking …')
    seen.press('?')
    await seen.wait('Keys:')
    writeFileSync(file, saying('newest'))
    await seen.wait('newest.')
    writeFileSync(file, endless)
    await seen.wait('dprobs: timeout')
    expect(seen.screen()).toContain('1 right, 1 wrong')
    writeFileSync(file, right)
    await seen.wait('passed')
  })

  test('comes without events of the file system too', async () => {
    const { file, seen } = watching('01', { env: { NINJA_POLL: '1' } })
    await seen.wait('2 blank')
    writeFileSync(file, saying('polled'))
    await seen.wait('polled.')
  })
})

describe('keys', () => {
  test('hint, show, help and back', async () => {
    const { seen } = watching('01')
    await seen.wait('2 blank')
    for (const [key, text] of [
      ['h', 'hint 1 of 3'],
      ['h', 'hint 2 of 3'],
      [ESC, '2 blank'],
      ['s', 'What a shape is'],
      [ESC, '2 blank'],
      ['?', 'Keys:'],
      ['r', '2 blank'],
    ]) {
      seen.press(key)
      await seen.wait(text)
    }
  })

  test('next, previous, and check all', async () => {
    const { seen } = watching('01')
    await seen.wait('01_log_loss')
    seen.press('p')
    await seen.wait('this is the first exercise of makemore')
    seen.press('n')
    await seen.wait('6 blanks to fill in')
    expect(seen.screen()).toMatch(/^02 · Softmax\n[\s\S]*You go one step further back[\s\S]*02_softmax/)
    expect(openStore(seen.folder).read().progress.current).toBe('makemore/02_softmax')
    seen.press('p')
    await seen.wait('01_log_loss')
    seen.press('c')
    await seen.wait('derivatives/02_best_nudge')
  })

  test('reset asks first, and undo takes it back', async () => {
    const { file, seen } = watching('01', {}, wrong)
    await seen.wait('dprobs: wrong')
    seen.press('x')
    await seen.wait('start 01 again?')
    seen.press('n')
    await seen.wait(/^(?![\s\S]*again\?)/)
    expect(readFileSync(file, 'utf8')).toBe(wrong)
    seen.press('xx')
    await seen.wait('2 blank')
    seen.press('u')
    await seen.wait('dprobs: wrong')
    expect(readFileSync(file, 'utf8')).toBe(wrong)
  })

  test('the list is moved in, filtered, reset from and chosen from', async () => {
    const { seen } = watching('01')
    await seen.wait('2 blank')
    seen.press('l')
    await seen.wait('> · 01')
    seen.press('j')
    await seen.wait('> · 02')
    seen.press(`${ESC}[B`)
    await seen.wait('> · 03')
    seen.press('k')
    await seen.wait('> · 02')
    seen.press('/whole')
    await seen.wait('filter: whole')
    expect(seen.screen()).not.toContain('Softmax')
    seen.press('zz')
    await seen.wait('no exercise has that')
    seen.press(ESC)
    await seen.wait('Softmax')
    seen.press(ESC)
    await seen.wait('2 blank')
    seen.press('l/04_tanh\r')
    await seen.wait('one blank to fill in')
    expect(seen.screen()).toContain('makemore/04_tanh')
  })

  test('a text that does not fit is scrolled', async () => {
    const { seen } = watching('07', { rows: 20 })
    await seen.wait('26 blanks to fill in')
    seen.press('r')
    await seen.wait('26 blank, of 26')
    seen.press(`${ESC}[5~`)
    await seen.wait(/ of \d+ ↑↓/)
    seen.press(`${ESC}[H`)
    await seen.wait('exact  approximate')
    seen.press(`${ESC}[F`)
    await seen.wait('26 blank, of 26')
  })

  test('what is pasted is no keys', async () => {
    const { seen } = watching('01')
    await seen.wait('2 blank')
    seen.press(`${ESC}[200~xxq${ESC}[201~?`)
    await seen.wait('Keys:')
  })

  test('when all exercises are passed, next congratulates', async () => {
    const { seen } = watching('makemore/01_log_loss', {}, right, folder => {
      for (const { id } of allExercises(null)) notePassed(folder, id)
    })
    await seen.wait('finished the track makemore')
    seen.press('n')
    await seen.wait('Congratulations')
  })

  test('after the last of a track comes the next track, and p comes back', async () => {
    const { seen } = watching('makemore/10_train', {}, wholeText('10'), folder => {
      for (const { id, track } of allExercises(null)) if (track === 'makemore') notePassed(folder, id)
      notePassed(folder, 'more-layers/01')
    })
    await seen.wait(/finished the track makemore![\s\S]*The first 150 steps/)
    seen.press('n')
    await seen.wait('Black belt!')
    expect(seen.screen()).toMatch(
      /ninja train\n[\s\S]*the track more-layers: key n\n[\s\S]*hunts\/06[\s\S]*key l\n/,
    )
    seen.press('n')
    await seen.wait('exercises/more-layers/02')
    seen.press('p')
    await seen.wait('finished the track makemore!')
    seen.press('nn')
    await seen.wait('exercises/more-layers/02')
  })

  test('a file that is deleted is brought back as it was checked, by u, or by u after x', async () => {
    const { file, seen } = watching('01', {}, wrong)
    await seen.wait('dprobs: wrong')
    for (const keys of ['u', 'xxu']) {
      rmSync(file)
      await seen.wait('key u brings back the version')
      if (keys !== 'u') {
        seen.press('xx')
        await seen.wait('2 blank')
      }
      seen.press('u')
      await seen.wait('dprobs: wrong')
      expect(readFileSync(file, 'utf8')).toBe(wrong)
    }
  })

  test('where no editor was chosen none is opened: the place is told, and how to choose one', async () => {
    const { seen } = watching('01', {
      env: { NINJA_EDITOR: '', VISUAL: '', EDITOR: '', PATH: dirname(process.execPath) },
    })
    await seen.wait('2 blank')
    seen.press('e')
    await seen.wait(/open exercises\/makemore\/01_log_loss\.ts:\d+ in your editor/)
    expect(seen.screen()).toContain('set NINJA_EDITOR')
  })

  test('the editor is opened at the first mistake, and has the terminal meanwhile', async () => {
    const editor = join(freshWorkspace(), 'vim')
    writeFileSync(
      editor,
      `#!/bin/sh\nprintf 'editing %s %s in %s' "$1" "$(basename "$2")" "$(stty -g | wc -c)"\nread line\n`,
      {
        mode: 0o755,
      },
    )
    const { seen } = watching('01', { env: { NINJA_EDITOR: editor } })
    await seen.wait('2 blank')
    const blank =
      readFileSync(seen.file, 'utf8')
        .split('\n')
        .findIndex(line => line.startsWith('  return TODO()')) + 1
    seen.press('e')
    await seen.wait(`editing +${blank} 01_log_loss.ts`, 'output')
    seen.press('done\r')
    await sleep(100)
    seen.press('?')
    await seen.wait('Keys:')
  })
})

describe('the terminal', () => {
  const restored = (seen: ScreenView): void => {
    const output = seen.output()
    expect(output.lastIndexOf(`${ESC}[?1049l`)).toBeGreaterThan(output.lastIndexOf(`${ESC}[?1049h`))
    expect(output.lastIndexOf(`${ESC}[?25h`)).toBeGreaterThan(output.lastIndexOf(`${ESC}[?25l`))
  }
  /** A shell around it, which can tell how the terminal was left. */
  const inShell = (setting: TerminalSetup = {}) =>
    watching('01', {
      ...setting,
      command: ['/bin/sh', '-c', '"$0" "$@"; echo "status $?"; stty -a', process.execPath],
    })

  test.for([
    ['q', 0],
    ['\u0003', 130],
  ] as const)('is left as it was after %j', async ([key, status]) => {
    const { seen } = inShell()
    await seen.wait('2 blank')
    seen.press(key)
    await seen.wait(`status ${status}`, 'output')
    await seen.wait(/[^-]icanon/, 'output')
    await seen.wait(/[^-]echo /, 'output')
    await seen.ended
    restored(seen)
    expect(stripColour(seen.output())).toContain('makemore/01_log_loss: 0 right, 2 blank, of 2')
  })

  test('is left as it was after a mistake of ours', async () => {
    const crash = join(freshWorkspace(), 'crash.cjs')
    writeFileSync(
      crash,
      "if (require('worker_threads').isMainThread) process.on('SIGUSR2', () => { throw new Error('ouch') })",
    )
    const { seen } = watching('01', { env: { NODE_OPTIONS: `--require ${crash}` } })
    await seen.wait('2 blank')
    process.kill(seen.pid, 'SIGUSR2')
    expect((await seen.ended).exitCode).toBe(4)
    restored(seen)
    expect(seen.output().slice(seen.output().lastIndexOf(`${ESC}[?1049l`))).toContain('internal: ouch')
  })

  test.for([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('is left as it was after %s', async ([signal, status]) => {
    const { seen } = watching('01')
    await seen.wait('2 blank')
    process.kill(seen.pid, signal)
    expect((await seen.ended).exitCode).toBe(status)
    restored(seen)
  })

  test('is given back by Ctrl-Z and taken again by fg', async () => {
    const { seen, command } = watching('01', { command: ['/bin/bash', '--norc', '-i'] })
    seen.press(`${command}\r`)
    await seen.wait('2 blank')
    seen.press('\u001a')
    await seen.wait('Stopped', 'output')
    restored(seen)
    const before = seen.output().length
    seen.press('fg\r')
    await vi.waitFor(() => expect(seen.output().slice(before)).toContain('2 blank'), 5000)
    seen.press('?')
    await seen.wait('Keys:')
    seen.press(ESC)
    await seen.wait('2 blank')
    seen.press('q')
    await vi.waitFor(() => restored(seen))
    seen.press('exit\r')
    await seen.ended
  })

  test.for([
    [40, 30],
    [200, 50],
    [20, 5],
    [10, 3],
    [1, 1],
  ] as const)('may have %i columns and %i rows', async ([columns, rows]) => {
    const { seen } = watching('07', { columns: 80, rows: 40 })
    await seen.wait('26 blank')
    const before = seen.output().length
    seen.resize(columns, rows)
    await vi.waitFor(() => expect(seen.output().slice(before)).toContain(`${ESC}[?2026l`), 5000)
    await sleep(100)
    const lines = seen.screen().split('\n')
    expect(lines.length).toBeLessThanOrEqual(rows)
    expect(Math.max(...lines.map(line => [...line].length))).toBeLessThanOrEqual(columns)
    seen.press('l?q')
    await seen.ended
  })

  test('may be closed: nothing is left behind', async () => {
    const { file, seen } = watching('01')
    await seen.wait('2 blank')
    writeFileSync(file, endless)
    await seen.wait('checking …')
    seen.close()
    await vi.waitFor(() => expect(() => process.kill(seen.pid, 0)).toThrow('ESRCH'), 5000)
  })

  test('colours follow NO_COLOR and FORCE_COLOR', async () => {
    const plain = watching('01', { env: { NO_COLOR: '1' } }).seen
    await plain.wait('2 blank')
    expect(plain.output()).not.toContain(`${ESC}[3`)
    const coloured = watching('01', { env: { NO_COLOR: '1', FORCE_COLOR: '1' } }).seen
    await coloured.wait('2 blank')
    expect(coloured.output()).toContain(`${ESC}[3`)
  })

  test('places are links in check too', async () => {
    const { file, seen } = watching('01', { command: [process.execPath, program, 'check', '01'] })
    await seen.ended
    expect(seen.output()).toContain(`${ESC}]8;;file://${file}${ESC}\\`)
    expect(stripColour(seen.output())).toMatch(/01_log_loss\.ts:\d+/)
  })

  test('places are links', async () => {
    const { file, seen } = watching('01', { env: { TERM_PROGRAM: 'vscode' } })
    await seen.wait('2 blank')
    expect(seen.output()).toMatch(new RegExp(`${ESC}\\]8;;file://${file}#L\\d+${ESC}\\\\`))
  })
})

describe('without a screen', () => {
  test('a dumb terminal gets verdicts one after another, and keys by the line', async () => {
    const { file, seen } = watching('01', { env: { TERM: 'dumb' } })
    await seen.wait('2 blank', 'output')
    writeFileSync(file, wrong)
    await seen.wait('dprobs: wrong', 'output')
    seen.press('n\n')
    await seen.wait('6 blank', 'output')
    expect(seen.output()).not.toContain(ESC)
    seen.press('q\n')
    expect((await seen.ended).exitCode).toBe(0)
  })

  test('the end of the input ends it', async () => {
    const { seen } = watching('01', { env: { TERM: 'dumb' } })
    await seen.wait('2 blank', 'output')
    seen.press('\u0004')
    expect((await seen.ended).exitCode).toBe(0)
  })

  test('ninja alone checks once, and outside of a workspace it prints the help', () => {
    const folder = freshWorkspace()
    expect(ninja(folder, []).stdout).toContain('2 blank, of 2')
    expect(ninja('/', []).stdout).toContain('Usage')
  })

  test('watch --help knows the keys', () => {
    expect(ninja('/', ['watch', '--help']).stdout).toContain('go on to the next exercise')
  })
})
