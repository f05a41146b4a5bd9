/** What `ninja open` costs, seen from outside: from saving the file to the picture in a real Chromium. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileIn, wholeText } from '../cli/solving.ts'
import { program } from '../cli/watch/terminals.ts'
import { openBrowser } from '../page/testing.ts'

const SAVES = 60
const PAUSE = 1000

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

const right = wholeText('07')
const wrong = right.replace('return h.T.matmul(dlogits)', 'return h.T.matmul(dlogits).mul(2)')

/** Milliseconds from each save of 07 to the frame that shows its verdict and its pictures. */
export async function saveToPicture(saves = SAVES): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ninja-bench-'))
  spawnSync(process.execPath, [program, 'init'], { cwd: folder })
  const file = fileIn(folder, '07')
  writeFileSync(file, right)
  const child = spawn(process.execPath, [program, 'open', '07', '--no-browser'], { cwd: folder })
  const browser = await openBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
    await page.goto(await addressOf(child.stdout))
    await page.locator('#verdict', { hasText: 'right' }).waitFor()
    await sleep(2000)
    const times: number[] = []
    for (let i = 0; i < saves; i++) {
      const isWrong = i % 2 === 0
      const shown = page.evaluate<number>(
        `(${SHOWN_AT})(${JSON.stringify(isWrong ? 'One line to fix' : 'All 26')})`,
      )
      await sleep(PAUSE)
      const saved = performance.timeOrigin + performance.now()
      writeFileSync(file, isWrong ? wrong : right)
      times.push((await shown) - saved)
    }
    return times
  } finally {
    await browser.close()
    child.kill('SIGINT')
    await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}

function addressOf(stdout: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  return new Promise(resolve => {
    stdout.on('data', data => {
      text += data
      const address = /http:\S+(?=\s)/.exec(text)?.[0]
      if (address !== undefined) resolve(address)
    })
  })
}

/** In the page: when the frame is drawn that says this, in milliseconds of the clock. */
const SHOWN_AT = `headline => new Promise(resolve => {
  const look = () => {
    if (!document.querySelector('#verdict').textContent.includes(headline)) return
    observer.disconnect()
    // Of what comes after a frame a message comes first.
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => resolve(performance.timeOrigin + performance.now())
    requestAnimationFrame(() => port2.postMessage(null))
  }
  const observer = new MutationObserver(look)
  observer.observe(document.body, { childList: true, subtree: true, characterData: true })
  look()
})`

if (import.meta.filename === process.argv[1]) {
  const times = (await saveToPicture()).sort((a, b) => a - b)
  const at = (part: number): string =>
    times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(0)
  console.log(
    `save to picture, 07: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, at most ${at(1)} ms, of ${times.length}`,
  )
}
