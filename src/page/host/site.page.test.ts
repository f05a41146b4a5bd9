/** The static site as it is built, in a real Chromium, from a folder of a plain server. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { packedSize, type SiteFiles, siteFiles } from '../../../.config/site.ts'
import { openPractice } from '../../cli/drill/practice-file.ts'
import { wholeText } from '../../cli/solving.ts'
import { freshWorkspace, ninja } from '../../cli/testing.ts'
import { madeFrom } from '../../drill/kinds.ts'
import { toWhole } from '../../notebook/solution.ts'
import type { Practice } from '../../practice/practice.ts'
import { isPassed } from '../../progress/progress.ts'
import { openStore } from '../../progress/store.ts'
import { root } from '../lessons/testing.ts'
import { browserPath, openBrowser } from '../testing.ts'

const softmax = 'makemore/02_softmax'
let files: SiteFiles

beforeAll(async () => {
  files = await siteFiles()
}, 120_000)

describe('what is loaded', () => {
  const sizeOf = (pattern: RegExp): number =>
    [...files]
      .filter(([path]) => pattern.test(path))
      .reduce((sum, [, content]) => sum + packedSize(content), 0)

  test('before the first verdict: page, script and style, editor included, in 350 kB', () => {
    expect(sizeOf(/^(index\.html|index\.json|app-.*|style-.*|part-.*)$/)).toBeLessThanOrEqual(350_000)
  })

  test('the judge, in 200 kB', () => {
    expect(sizeOf(/^judge\.js$/)).toBeLessThanOrEqual(200_000)
  })

  test('nothing of it is from elsewhere, and no script or style stands in a page', () => {
    const pages = [...files].filter(([path]) => path.endsWith('.html') && path !== 'room.html')
    expect(pages.length).toBeGreaterThan(50)
    expect(
      pages.filter(([, html]) => /https?:|<style|<script(?![^>]* src=)|\bon\w+=/.test(String(html))),
    ).toEqual([])
  })

  test('each exercise has a page that leads to it, from wherever the site lies', () => {
    expect(files.get('makemore/02/index.html')).toContain('url=../../#makemore/02')
    expect([...files.keys()].filter(path => path.startsWith('/') || path.includes('..'))).toEqual([])
  })

  test('the licences of what is bundled come along', () => {
    expect(String(files.get('licences.md'))).toContain('## preact (MIT)')
  })
})

if (browserPath === undefined) console.log('no Chromium here: the site was not looked at in a browser')

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
}

describe.skipIf(browserPath === undefined)('in a browser', () => {
  let server: Server
  let browser: Browser
  let context: BrowserContext
  let base: string
  let editorsMayCome: Promise<void> | undefined
  /** What the page was told that it must not, and what went wrong in it. */
  let faults: string[]

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const path = decodeURIComponent(request.url!.split('?')[0]).replace('/backprop-ninja/', '')
      const name = path === '' || path.endsWith('/') ? `${path}index.html` : path
      const content = files.get(name)
      if (content === undefined) return response.writeHead(404).end()
      if (name.startsWith('part-') && Buffer.from(content).includes('cm-scroller')) await editorsMayCome
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain; charset=utf-8'
      return response.writeHead(200, { 'content-type': type }).end(content)
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    base = `http://localhost:${(server.address() as AddressInfo).port}/backprop-ninja/`
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })
  afterEach(() => context?.close())

  async function open(path = '', texts: Readonly<Record<string, string>> = {}): Promise<Page> {
    faults = []
    context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
    await context.addInitScript(kept => {
      if (location.pathname.endsWith('room.html')) return
      for (const [id, text] of Object.entries(kept)) localStorage.setItem(`backprop-ninja:file:${id}`, text)
    }, texts)
    const page = await context.newPage()
    page.on('console', message => {
      if (message.type() === 'error') faults.push(message.text())
    })
    page.on('pageerror', error => faults.push(error.message))
    page.on('request', request => {
      if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url())) faults.push(request.url())
    })
    await page.goto(`${base}${path}`)
    return page
  }

  const says = (page: Page, text: string | RegExp, timeout = 30_000) =>
    page.getByText(text).first().waitFor({ timeout })

  /** Until all of the site is on the machine. */
  const isKept = (page: Page) =>
    page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 30_000 })

  test('the address of an exercise leads to it, and its verdict comes; nothing is asked of anybody else', async () => {
    const page = await open('makemore/02/')
    await says(page, '6 blanks to fill in')
    expect(new URL(page.url()).hash).toMatch(/^#makemore\/02/)
    expect(faults).toEqual([])
  })

  test('without a network after the first load: an exercise that was never opened is judged', async () => {
    const page = await open()
    await isKept(page)
    await context.setOffline(true)
    await page.goto(`${base}#makemore/04`)
    await page.reload()
    await says(page, /^(1|One) blank to fill in/)
    await page.evaluate(
      ([name, text]) => localStorage.setItem(name, text),
      ['backprop-ninja:file:makemore/04_tanh', wholeText('04')],
    )
    await page.reload()
    await says(page, 'Your gradient is right.')
    expect(faults.filter(fault => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  })

  test('the address of an exercise leads to it without a network, too', async () => {
    const page = await open()
    await isKept(page)
    await context.setOffline(true)
    await page.goto(`${base}makemore/02/`)
    await says(page, '6 blanks to fill in')
  })

  test('what is exported is imported by the program, passes and all', async () => {
    const page = await open('#makemore/02', { [softmax]: wholeText('02') })
    await says(page, /All 6 gradients are right/)
    await page.keyboard.press('l')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ])
    const workspace = freshWorkspace()
    await download.saveAs(join(workspace, 'mine.zip'))
    const { status, stdout, stderr } = ninja(workspace, ['import', 'mine.zip'])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/✓ makemore\/02_softmax +imported; checked again: right/)
    expect(isPassed(openStore(workspace).read().progress, softmax)).toBe(true)
  })

  test('practice: a task is made, judged and recorded here, without a network too; the schedule goes along in the export', async () => {
    const page = await open()
    await says(page, /blanks to fill in/)
    const asked: string[] = []
    page.on('request', request => asked.push(request.url()))
    await isKept(page)
    expect(asked.filter(url => url.endsWith('maker.js'))).toEqual([])
    await context.setOffline(true)
    await page.keyboard.press('l')
    await page.getByRole('button', { name: 'Practice: 10 tasks' }).click()
    await page.locator('h1', { hasText: /^01 / }).waitFor()
    await says(page, /blanks? to fill in/)
    await page.locator('#verdict', { hasText: /to fill in/ }).waitFor()
    await page.keyboard.press('g')
    await says(page, /^What's the shape of/)
    await page.keyboard.press('1')
    await page.locator('.choice[aria-disabled=true]').first().waitFor()
    const practice = async (): Promise<Practice> =>
      JSON.parse(await page.evaluate(() => localStorage.getItem('backprop-ninja:practice')!))
    const { session } = await practice()
    const [task] = session!.tasks
    const whole = toWhole(madeFrom(task)!.source, () => '').replace(/^ *\/\/ (?:end )?answer.*\n/gm, '')
    await page.evaluate(
      ([name, text]) => localStorage.setItem(name, text),
      [`backprop-ninja:file:${task.id}`, whole],
    )
    await page.keyboard.press('l')
    await page.getByRole('button', { name: 'Go on with practice: task 1 of 10' }).click()
    await says(page, /gradients? (is|are) right\./)
    await expect.poll(async () => (await practice()).session!.tasks[0].passed).toBe(true)
    await page.getByRole('button', { name: /^Next: 02/ }).click()
    await page.locator('h1', { hasText: /^02 / }).waitFor()
    await says(page, /blanks? to fill in/)
    await page.reload()
    await says(page, '2 blanks to fill in')
    await page.keyboard.press('l')
    await page.getByRole('button', { name: 'Go on with practice: task 2 of 10' }).click()
    await page.getByRole('button', { name: 'End the session' }).click()
    await says(page, 'This session is over: 1 of 10 right at the first try.')
    const left = await page.evaluate(() => Object.keys(localStorage))
    expect(left.filter(key => key.includes('drill/'))).toEqual([])

    await page.keyboard.press('l')
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    const workspace = freshWorkspace()
    await (await coming).saveAs(join(workspace, 'mine.zip'))
    expect(ninja(workspace, ['import', 'mine.zip']).status).toBe(0)
    expect(openPractice(workspace).read().value.recalls).toEqual((await practice()).recalls)

    await page.getByRole('button', { name: /^Practice: 10 tasks/ }).click()
    await page.locator('h1', { hasText: /^01 / }).waitFor()
    const { recalls, ...begun } = await practice()
    const otherwise = begun.session!.tasks.map(one => ({ ...one, mark: 'another version' }))
    const text = JSON.stringify({ ...begun, recalls, session: { ...begun.session, tasks: otherwise } })
    await page.evaluate(text => localStorage.setItem('backprop-ninja:practice', text), text)
    await page.reload()
    await says(page, '2 blanks to fill in')
    await page.keyboard.press('l')
    await page.getByRole('button', { name: 'Go on with practice: task 1 of 10' }).click()
    await page.getByText("can't make the tasks of your last session again, so that session is over").waitFor()
    expect(await practice()).toMatchObject({ recalls, session: null })
    await page.keyboard.press('l')
    await page.getByRole('button', { name: /^Practice: 10 tasks/ }).waitFor()
    expect(faults.filter(fault => !fault.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
  }, 90_000)

  test('the page imports what it exported, and checks it again', async () => {
    const page = await open('#makemore/02', { [softmax]: wholeText('02') })
    await says(page, /All 6 gradients are right/)
    await page.keyboard.press('l')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ])
    const archive = join(freshWorkspace(), 'mine.zip')
    await download.saveAs(archive)
    await context.close()
    const other = await open('#makemore/01')
    await says(other, '2 blanks to fill in')
    await other.keyboard.press('l')
    await other.locator('input[accept=".zip"]').setInputFiles(archive)
    await says(other, 'One file was imported.')
    await other.getByText('1 of 10 passed').first().waitFor()
  })

  test('a notebook that is dropped is judged here', async () => {
    const page = await open('#makemore/01')
    await says(page, '2 blanks to fill in')
    const text = readFileSync(join(root, 'src/python/corpus/batchnorm.ipynb'), 'utf8')
    await page.keyboard.press('l')
    const data = await page.evaluateHandle(content => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], 'homework.ipynb'))
      return transfer
    }, text)
    await page.locator('.drop').first().dispatchEvent('drop', { dataTransfer: data })
    await says(page, 'homework.ipynb')
    await page.getByRole('table').first().waitFor({ timeout: 60_000 })
    // Its code has Python's colours: "import" is a word of the language there.
    await page
      .locator('.cell .tok-keyword', { hasText: /^import$/ })
      .first()
      .waitFor()
    await page
      .getByRole('img', { name: /^expected/ })
      .first()
      .waitFor()
    const coloursDrawn = () =>
      page
        .getByRole('img', { name: /^expected/ })
        .first()
        .evaluate(canvas => {
          const { width, height } = canvas as HTMLCanvasElement
          const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
          return new Set(new Uint32Array(data.buffer)).size
        })
    expect(await coloursDrawn()).toBeGreaterThan(2)
    expect(faults).toEqual([])
  })

  test('wherever on the page it is dropped, and from an exercise, too', async () => {
    const page = await open('#makemore/01')
    await says(page, '2 blanks to fill in')
    const text = readFileSync(join(root, 'src/python/corpus/batchnorm.ipynb'), 'utf8')
    const data = await page.evaluateHandle(content => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], 'homework.ipynb'))
      return transfer
    }, text)
    const isTaken = () =>
      page.evaluate(
        dataTransfer =>
          !document.body.dispatchEvent(
            new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }),
          ),
        data,
      )
    expect(await isTaken()).toBe(true)
    await page.locator('.prose').first().dispatchEvent('drop', { dataTransfer: data })
    await page.getByRole('heading', { name: 'homework.ipynb', level: 2 }).waitFor()
    await page.getByRole('table').first().waitFor({ timeout: 60_000 })
  })

  const dlogprobs = 'zerosLike(logprobs).indexPut([arange(n), Yb], -1 / n)'
  const isGreen = (page: Page) => page.locator('.row .is-right', { hasText: 'exact' }).first().waitFor()

  const hasCursor = (page: Page) => page.locator('#blank-dlogprobs .cm-focused').waitFor()

  test('from the address to the first green gradient: one click beside typing the answer', async () => {
    const page = await open()
    await page.getByRole('button', { name: 'Go to its blank' }).click()
    await hasCursor(page)
    await page.keyboard.type(dlogprobs)
    await isGreen(page)
    expect(faults).toEqual([])
  })

  test('who asks for a blank before the editors are there gets into it once they are', async () => {
    let arrive = (): void => {}
    editorsMayCome = new Promise(resolve => {
      arrive = resolve
    })
    const page = await open('#makemore/01')
    await page.getByRole('button', { name: 'Go to its blank' }).click()
    expect(await page.locator('.cm-editor').count()).toBe(0)
    arrive()
    await hasCursor(page)
  })

  test('or four keys: past the skip link into the table, to the row, to its blank', async () => {
    const page = await open()
    await says(page, '2 blanks to fill in')
    for (const key of ['Tab', 'Enter', 'Tab', 'Enter']) {
      await page.keyboard.press(key)
      await page.waitForTimeout(100)
    }
    await page.keyboard.type(dlogprobs)
    await isGreen(page)
    expect(faults).toEqual([])
  })

  test('what the terminal is told is not asked for in the page', async () => {
    const page = await open()
    await says(page, /In this page you need no terminal/)
  })

  test('who has scrolled down sees the top again once all is right', async () => {
    const page = await open('#makemore/01', { 'makemore/01_log_loss': wholeText('01') })
    await says(page, 'Both gradients are right.')
    const editor = page.locator('.cm-content').nth(1)
    await editor.click()
    await page.keyboard.press('Control+Home')
    await page.keyboard.type('return probs')
    await page.locator('.column.verdict').evaluate(column => column.scrollTo(0, 10_000))
    await says(page, 'One line to fix')
    await page.keyboard.press('Control+z')
    await says(page, 'Both gradients are right.')
    await page.waitForFunction(() => document.querySelector('.column.verdict')!.scrollTop === 0)
  })

  test('two tabs of one exercise: the other is told', async () => {
    const page = await open('#makemore/01')
    await says(page, '2 blanks to fill in')
    const other = await context.newPage()
    await other.goto(`${base}#makemore/01`)
    await says(other, '2 blanks to fill in')
    await other.evaluate(() => localStorage.setItem('backprop-ninja:file:makemore/01_log_loss', '// other'))
    await says(page, /open in another tab/)
  })

  test('what another tab put aside comes back with a click, and goes with another', async () => {
    const page = await open('#makemore/01', { 'makemore/01_log_loss': wholeText('01') })
    await says(page, RIGHT)
    const back = page.getByRole('button', { name: 'Bring back the other text' })
    expect(await back.count()).toBe(0)
    await page.evaluate(
      ([name, text]) => localStorage.setItem(name, text),
      ['backprop-ninja:aside:makemore/01_log_loss', wholeText('01').replace('.mul(dlogprobs)', '')],
    )
    await page.keyboard.press('l')
    await page.keyboard.press('l')
    await back.click()
    await says(page, 'One line to fix')
    await back.click()
    await says(page, RIGHT)
    expect(faults).toEqual([])
  })

  test('the back button of the browser leads to the exercise before', async () => {
    const page = await open('#makemore/01')
    await says(page, '2 blanks to fill in')
    await page.keyboard.press('n')
    await says(page, '6 blanks to fill in')
    await page.goBack()
    await says(page, '2 blanks to fill in')
    await page.goForward()
    await says(page, '6 blanks to fill in')
    expect(faults).toEqual([])
  })

  test('where nothing can be kept, it is said and the verdict comes', async () => {
    faults = []
    context = await browser.newContext()
    await context.addInitScript(() => {
      if (location.pathname.endsWith('room.html')) return
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('no', 'SecurityError')
        },
      })
    })
    const page = await context.newPage()
    await page.goto(`${base}#makemore/01`)
    await says(page, '2 blanks to fill in')
    await says(page, /This browser keeps nothing/)
  })

  test('what the site keeps for later is fetched only once the first verdict is there', async () => {
    const page = await open('names.txt')
    let release = (): void => {}
    const released = new Promise<void>(done => {
      release = done
    })
    await page.route('**/judge.js', async route => {
      await released
      await route.continue()
    })
    await page.goto(`${base}#makemore/01`)
    const kept = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)
    await says(page, 'The first verdict is on its way')
    await page.waitForTimeout(500)
    expect(await kept()).toBe(0)
    release()
    await says(page, '2 blanks to fill in')
    await expect.poll(kept).toBe(1)
  })

  /** Lines that are right: what is said of them comes from the judge alone. */
  const solved = { 'makemore/01_log_loss': wholeText('01') }
  const RIGHT = 'Both gradients are right.'

  /** Milliseconds from the address to the first verdict, and from the end of loading. */
  async function timed(page: Page): Promise<{ all: number; afterLoad: number }> {
    await page.waitForFunction(() => performance.getEntriesByName('verdict').length > 0, null, {
      timeout: 60_000,
    })
    return page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
      const verdict = performance.getEntriesByName('verdict')[0].startTime
      return { all: verdict, afterLoad: verdict - navigation.loadEventEnd }
    })
  }

  const watched = (page: Page) =>
    page.addInitScript(right => {
      const look = new MutationObserver(() => {
        if (!document.body?.textContent?.includes(right)) return
        performance.mark('verdict')
        look.disconnect()
      })
      look.observe(document, { childList: true, subtree: true, characterData: true })
    }, RIGHT)

  /** A busy machine may be asked again; the bound stays. */
  async function best(measure: () => Promise<number>, bound: number): Promise<number> {
    let least = Number.POSITIVE_INFINITY
    for (let i = 0; i < 6 && least > bound; i++) least = Math.min(least, await measure())
    return least
  }

  // A figure of the machine as much as of the page: run it where nothing else runs, by `npm run measure:page`.
  const isQuiet = process.env.QUIET !== undefined
  if (!isQuiet)
    console.log(
      'left out: the first verdict on a slow processor and network, which npm run measure:page times',
    )

  test.runIf(isQuiet)(
    'the first verdict comes within a second of loading, on a processor that is 4 times slower',
    async () => {
      const least = await best(async () => {
        const page = await open('names.txt', solved)
        await watched(page)
        const client = await context.newCDPSession(page)
        await client.send('Emulation.setCPUThrottlingRate', { rate: 4 })
        await page.goto(`${base}#makemore/01`)
        const { afterLoad } = await timed(page)
        await context.close()
        return afterLoad
      }, 1000)
      console.log(`the first verdict, ${Math.round(least)} ms after loading, 4 times slower`)
      expect(least).toBeLessThanOrEqual(1000)
    },
    240_000,
  )

  test.runIf(isQuiet)(
    'and within 2 seconds on a slow network, once it was loaded before',
    async () => {
      const page = await open('#makemore/01', solved)
      await says(page, RIGHT)
      await isKept(page)
      await watched(page)
      const client = await context.newCDPSession(page)
      await client.send('Network.enable')
      await client.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 300,
        downloadThroughput: 200_000,
        uploadThroughput: 90_000,
      })
      const least = await best(async () => {
        await page.reload()
        return (await timed(page)).all
      }, 2000)
      expect(least).toBeLessThanOrEqual(2000)
    },
    240_000,
  )
})
