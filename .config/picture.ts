/**
 * Draws docs/page.png, the page of `ninja open` at the mistake that README tells of, and docs/class.png, the top of the
 * class.html that docs/grading.md is about. Needs a Chromium.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { fileIn } from '../src/cli/solving.ts'
import { program } from '../src/cli/watch/terminals.ts'
import { FakeHost, openBrowser } from '../src/page/testing.ts'

const docs = fileURLToPath(new URL('../docs/', import.meta.url))
/** Bytes. */
const LARGEST = 150_000

const folder = mkdtempSync(join(tmpdir(), 'ninja-picture-'))
const browser = await openBrowser()
try {
  await drawPage(join(docs, 'page.png'))
  await drawClass(join(docs, 'class.png'))
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}

async function drawPage(path: string): Promise<void> {
  spawnSync(process.execPath, [program, 'init'], { cwd: folder })
  const filled = new FakeHost().fill('makemore/02_softmax', { dcounts: 'return counts_sum_inv.mul(dprobs)' })
  writeFileSync(fileIn(folder, '02'), filled.textOf('makemore/02_softmax'))
  const child = spawn(process.execPath, [program, 'open', '02', '--no-browser'], { cwd: folder })
  try {
    const address = await new Promise<string>(resolve => {
      child.stdout.on('data', text => resolve(/http:\S+/.exec(String(text))![0]))
    })
    const page = await browser.newPage({ viewport: { width: 1400, height: 920 } })
    await page.goto(address)
    await page.locator('#verdict', { hasText: 'dcounts' }).waitFor()
    await page.waitForTimeout(500)
    await page.locator('.column.verdict').screenshot({ path })
    demandSmall(path)
  } finally {
    child.kill('SIGINT')
  }
}

async function drawClass(path: string): Promise<void> {
  const example = join(docs, 'grading-example')
  const [submissions, roster] = [join(example, 'submissions'), join(example, 'roster.csv')]
  const words = ['grade', '02', submissions, '--roster', roster, '--out', join(folder, 'graded')]
  spawnSync(process.execPath, [program, ...words], { cwd: folder })
  const page = await browser.newPage({ viewport: { width: 960, height: 766 } })
  await page.goto(pathToFileURL(join(folder, 'graded', 'class.html')).href)
  await page.screenshot({ path })
  demandSmall(path)
}

function demandSmall(path: string): void {
  const size = readFileSync(path).length
  if (size > LARGEST) throw new Error(`${path} has ${size} bytes, more than ${LARGEST}`)
  console.log(`${path}: ${size} bytes`)
}
