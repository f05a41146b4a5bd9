/** `ninja open` in a real Chromium: the program, the page, and files on disk. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fillNotebook, notebookIn } from '../../cli/commands/testing.ts'
import { taskExercises } from '../../cli/drill/tasks.ts'
import { fileIn, wholeText, wholeTextOf } from '../../cli/solving.ts'
import { freshWorkspace, program, pythonWorkspace } from '../../cli/testing.ts'
import { solved } from '../../grade/bank/twins.ts'
import { isPassed } from '../../progress/progress.ts'
import { openStore } from '../../progress/store.ts'
import { browserPath, openBrowser, violations } from '../testing.ts'

if (browserPath === undefined) console.log('no Chromium here: ninja open was not looked at in a browser')

let browser: Browser
let child: ChildProcess | undefined

interface Opened {
  readonly page: Page
  readonly root: string
  readonly file: string
  readonly address: string
  readonly errors: string[]
}

async function opened(name = '01', root = freshWorkspace()): Promise<Opened> {
  const started = spawn(process.execPath, [program, 'open', name, '--no-browser'], { cwd: root })
  child = started
  const address = await new Promise<string>(resolve => {
    let text = ''
    started.stdout.on('data', data => {
      text += data
      const found = /http:\S+(?=\s)/.exec(text)?.[0]
      if (found !== undefined) resolve(found)
    })
  })
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(address)
  await headline(page, /blanks to fill in/)
  return { page, root, file: fileIn(root, name), address, errors }
}

const headline = (page: Page, text: RegExp): Promise<void> =>
  page.locator('#verdict', { hasText: text }).waitFor({ timeout: 30_000 })

const right = wholeText('01')
const wrong = right.replace('return probs.pow(-1).mul(dlogprobs)', 'return probs.pow(-1)')

describe.runIf(browserPath !== undefined)('ninja open', () => {
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())
  afterEach(async () => {
    await Promise.all(browser.contexts().map(context => context.close()))
    child?.kill('SIGKILL')
  })

  test('a save in another editor is judged, drawn and recorded, and nothing of the page is refused', async () => {
    const { page, root, file, errors } = await opened()
    writeFileSync(file, wrong)
    await headline(page, /One line to fix: dprobs/)
    expect(await page.locator('.maps canvas').count()).toBe(3)
    writeFileSync(file, right)
    await headline(page, /All 2|Both/)
    await expect.poll(() => isPassed(openStore(root).read().progress, 'makemore/01_log_loss')).toBe(true)
    expect(errors).toEqual([])
  })

  test('what is typed in the page is in the file, and judged after a pause', async () => {
    const { page, file } = await opened()
    await page.locator('.cm-content').last().click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('return probs.pow(-1)')
    await headline(page, /One line to fix: dprobs/)
    expect(readFileSync(file, 'utf8')).toContain('  return probs.pow(-1)\n')
  })

  test('two texts of one file are both shown, and the one that is kept is in the file', async () => {
    const { page, file } = await opened()
    await page.locator('.cm-content').last().click()
    await page.route('**/api/file/**', route => setTimeout(() => void route.continue().catch(() => {}), 700))
    await page.keyboard.type('// mine\n')
    writeFileSync(file, right)
    await page.getByRole('button', { name: 'Keep this one' }).click({ timeout: 30_000 })
    await page.unroute('**/api/file/**')
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('// mine')
  })

  test('a page of another origin reads nothing of it and cannot show it in a frame', async () => {
    const { address, file } = await opened()
    const before = readFileSync(file, 'utf8')
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end(`<iframe src="${address}"></iframe>`)
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const evil = await browser.newPage()
    await evil.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const api = new URL('api/', address).href
    const tried = await evil.evaluate(async api => {
      const attempt = (path: string, options?: RequestInit) =>
        fetch(api + path, options).then(
          response => `${response.type} ${response.status}`,
          () => 'refused',
        )
      return {
        read: await attempt('file/makemore/01_log_loss'),
        blind: await attempt('file/makemore/01_log_loss', { mode: 'no-cors' }),
        write: await attempt('file/makemore/01_log_loss', {
          method: 'POST',
          mode: 'no-cors',
          body: '{"text":"gone","seen":""}',
        }),
        frames: document.querySelector('iframe')!.contentDocument === null,
      }
    }, api)
    expect(tried).toMatchObject({ read: 'refused', frames: true })
    expect(tried.blind).toMatch(/refused|opaque 0/)
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(await evil.frames()[1].content()).not.toContain('Log loss')
    server.close()
  })

  test('practice begins in the list: a task is judged at a save, the next one follows, and the end says what came of it', async () => {
    const { page, root, errors } = await opened()
    await page.keyboard.press('l')
    await page.getByRole('button', { name: 'Practice: 10 tasks' }).click()
    await page.locator('h1', { hasText: /^01 / }).waitFor()
    await headline(page, /to fill in/)
    // What the answer is doesn't matter: it comes from the lesson, and a wrong one is recorded.
    await page.keyboard.press('g')
    await page.getByText(/^What's the shape of/).waitFor()
    await page.keyboard.press('1')
    await page
      .getByText(/^(Right\.|No, it’s)/)
      .last()
      .waitFor()
    await page.keyboard.press('w')
    await page.getByText('No gradient is right yet.').waitFor()
    const [first] = taskExercises(root)
    writeFileSync(join(root, 'exercises', `${first.id}.ts`), wholeTextOf(first))
    await headline(page, /right\.$/)
    await page.getByRole('button', { name: /^Next: 02/ }).click()
    await page.locator('h1', { hasText: /^02 / }).waitFor()
    await headline(page, /to fill in/)
    await page.keyboard.press('l')
    await page.getByRole('button', { name: 'Go on with practice: task 2 of 10' }).click()
    await page.locator('h1', { hasText: /^02 / }).waitFor()
    await page.getByRole('button', { name: 'End the session' }).click()
    await page
      .getByRole('heading', { name: 'This session is over: 1 of 10 right at the first try.' })
      .waitFor()
    await page.getByRole('button', { name: /^Back to 01 / }).click()
    await headline(page, /blanks to fill in/)
    expect(taskExercises(root)).toEqual([])
    expect(errors).toEqual([])
  }, 60_000)

  test('an exercise that is done in a notebook: its cells, and at each save its verdict, pictures and hints', async () => {
    const { page, root, errors } = await opened('01', pythonWorkspace())
    await page.getByText('You do this one in exercises/makemore/01_log_loss.ipynb.').waitFor()
    await page.getByText('Not filled in yet. It must have the shape (32, 27).').waitFor()
    expect(await page.locator('.cm-editor').count()).toBe(0)
    const file = notebookIn(root, 'makemore/01_log_loss')
    const fresh = readFileSync(file)
    fillNotebook(file, { dprobs: 'dprobs = dlogprobs * probs' })
    await page.locator('h2.t', { hasText: '01 · The log loss' }).waitFor()
    await headline(page, /One line to fix: dprobs/)
    expect(await page.locator('.maps canvas').count()).toBe(3)
    await page.getByText('cell 6, line 2: you computed').waitFor()
    await page.locator('.uses', { hasText: 'cell 4, line 20' }).waitFor()
    await page.locator('#cell-6 li', { hasText: 'dprobs = dlogprobs * probs' }).getByText('wrong').waitFor()
    await page.keyboard.press('h')
    await page.getByText('Chain rule: the slope of the logarithm').waitFor()
    writeFileSync(file, fresh)
    fillNotebook(file, {
      dlogprobs: 'dlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = -1 / n',
      dprobs: 'dprobs = dlogprobs / probs',
    })
    await headline(page, /Both gradients are right/)
    writeFileSync(file, fresh.toString().replaceAll('dprobs = None', 'other = None'))
    await page.locator('.verdicts [data-row=dprobs]').click()
    await page
      .getByText(
        "ninja found no line for dprobs in your notebook. Write dprobs = …, and compare it: cmp('probs', dprobs, probs).",
      )
      .waitFor()
    writeFileSync(file, fresh.toString().replaceAll('dprobs = None', 'dprobs ='))
    await page.locator('.verdicts', { hasText: 'unfinished' }).waitFor()
    rmSync(file)
    await headline(page, /Nothing could be judged/)
    await page.getByText('There is no file exercises/makemore/01_log_loss.ipynb. npx ninja').waitFor()
    expect(await page.locator('[role=status]').textContent()).toBe('Nothing could be judged')
    writeFileSync(file, fresh)
    await headline(page, /2 blanks to fill in/)
    await page.keyboard.press('n')
    await page.getByText('You do this one in exercises/makemore/02_softmax.ipynb.').waitFor()
    expect(await violations(page)).toEqual([])
    expect(errors).toEqual([])
  }, 60_000)

  test('a notebook that is dropped is judged and drawn', async () => {
    const { page, errors } = await opened()
    await page.keyboard.press('l')
    await page.locator('input[type=file]').setInputFiles({
      name: 'own.py',
      mimeType: 'text/x-python',
      buffer: Buffer.from(solved('makemore/01', name => (name === 'dprobs' ? 'dprobs = probs' : null))),
    })
    await headline(page, /One line to fix: dprobs/)
    await page.locator('.maps canvas').nth(2).waitFor()
    expect(errors).toEqual([])
  })

  test('that it has ended is said', async () => {
    const { page } = await opened()
    child!.kill('SIGINT')
    await page.getByText('has ended').first().waitFor({ timeout: 30_000 })
  })
})

test.runIf(browserPath !== undefined)('Ctrl-C ends it with status 0', async () => {
  browser ??= await openBrowser()
  const started = spawn(process.execPath, [program, 'open', '01', '--no-browser'], { cwd: freshWorkspace() })
  await new Promise(resolve => started.stdout.once('data', resolve))
  started.kill('SIGINT')
  expect(await new Promise(resolve => started.once('exit', resolve))).toBe(0)
  await browser.close()
})
