/** A notebook that is judged for long keeps nobody waiting: neither who ends it nor who saves the next. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { net } from '../../python/testing.ts'
import { type ScreenView, start } from '../watch/terminals.ts'
import { sleep, test } from '../watch/testing.ts'

const usual = `${net}# %%\ndh = 2 * h\n`
/** Many seconds of processor time: each mistake has the whole text parsed again. */
const endless = `${net}# %%\n${'a = = 1\n'.repeat(40_000)}`

function watchingNotebook(text: string): { seen: ScreenView; save: (text: string) => void } {
  const folder = mkdtempSync(join(tmpdir(), 'ninja-'))
  const save = (own: string): void => writeFileSync(join(folder, 'homework.py'), own)
  save(text)
  const seen = start(folder, ['watch', 'homework.py'])
  onTestFinished(() => {
    try {
      process.kill(seen.pid, 'SIGKILL')
    } catch {} // it has ended
    rmSync(folder, { recursive: true })
  })
  return { seen, save }
}

const WATCHING = 'watching: save to check again'

test.each([
  ['Ctrl-C', '\u0003', 130],
  ['q', 'q', 0],
] as const)('%s ends it at once while a notebook is judged', async (_, key, status) => {
  const { seen, save } = watchingNotebook(usual)
  await seen.wait(WATCHING, 'output')
  seen.forget()
  save(endless)
  await sleep(1500)
  seen.press(key)
  expect((await seen.ended).exitCode).toBe(status)
  expect(seen.output()).not.toContain(WATCHING)
})

test('so does Ctrl-C before there is a first verdict', async () => {
  const { seen } = watchingNotebook(endless)
  await sleep(1500)
  seen.press('\u0003')
  const { exitCode, signal } = await seen.ended
  expect(exitCode === 130 || signal === 2).toBe(true)
  expect(seen.output()).not.toContain(WATCHING)
})

test('the next save is judged instead of the one before', async () => {
  const { seen, save } = watchingNotebook(endless)
  await sleep(1500)
  save(usual)
  const shown = await seen.wait(WATCHING, 'output')
  expect(shown).toContain('1 claim')
  expect(shown).not.toContain('took longer')
})
