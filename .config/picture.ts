/** Draws docs/page.png: the page of `ninja open` at the mistake that README tells of. Needs a Chromium. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fileIn } from '../src/cli/solving.ts'
import { program } from '../src/cli/watch/terminals.ts'
import { FakeHost, openBrowser } from '../src/page/testing.ts'

const out = fileURLToPath(new URL('../docs/page.png', import.meta.url))
/** Bytes. */
const LARGEST = 150_000

const folder = mkdtempSync(join(tmpdir(), 'ninja-picture-'))
spawnSync(process.execPath, [program, 'init'], { cwd: folder })
const filled = new FakeHost().fill('makemore/02_softmax', { dcounts: 'return counts_sum_inv.mul(dprobs)' })
writeFileSync(fileIn(folder, '02'), filled.textOf('makemore/02_softmax'))
const child = spawn(process.execPath, [program, 'open', '02', '--no-browser'], { cwd: folder })
const browser = await openBrowser()
try {
  const address = await new Promise<string>(resolve => {
    child.stdout.on('data', text => resolve(/http:\S+/.exec(String(text))![0]))
  })
  const page = await browser.newPage({ viewport: { width: 1400, height: 920 } })
  await page.goto(address)
  await page.locator('#verdict', { hasText: 'dcounts' }).waitFor()
  await page.waitForTimeout(500)
  await page.locator('.column.verdict').screenshot({ path: out })
  const size = readFileSync(out).length
  if (size > LARGEST) throw new Error(`${out} has ${size} bytes, more than ${LARGEST}`)
  console.log(`docs/page.png: ${size} bytes`)
} finally {
  await browser.close()
  child.kill('SIGINT')
  rmSync(folder, { recursive: true, force: true })
}
