/** The judge in a real Chromium: its workers, in their frame, on a page with a strict policy. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildJudge } from '../../../.config/page-judge.ts'
import type { Exercise } from '../../catalogue/catalogue.ts'
import type { Report } from '../../checker/report.ts'
import { names as notebookNames, check as programsNotebook } from '../../python/testing.ts'
import type { Room } from '../../room/room.ts'
import { openRoom } from '../../room/testing.ts'
import type { BatchView, Trained } from '../contract.ts'
import type { HandedIn } from '../judging.ts'
import { exerciseOf, generated, root } from '../lessons/testing.ts'
import { browserPath, openBrowser } from '../testing.ts'
import { type Attempt, all, attemptsAt, list, programsReport, roundedReport, textsOf } from './testing.ts'

/** One exercise of so many, and one wrong line of so many, is tried; `npm run prove` tries them all. */
const [APART, EVERY] = process.env.PROVE === undefined ? [12, 300] : [1, 1]

if (browserPath === undefined)
  console.log('No Chromium was found: the judge of the page is not tried in one.')

interface Told {
  readonly report: Report
  readonly letters: BatchView | null
  readonly drawn: Readonly<
    Record<string, { readonly missing: readonly string[]; readonly pattern: string | null }>
  >
}

describe.skipIf(browserPath === undefined)('in Chromium', () => {
  let files: Readonly<Record<string, string>>
  let server: Server
  let browser: Browser
  let page: Page
  let thread: Room
  const asked: string[] = []
  const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'"

  beforeAll(async () => {
    files = await buildJudge()
    thread = openRoom()
    const { outputFiles } = await build({
      entryPoints: [`${root}/src/page/judge/testing-page.ts`],
      ...{ bundle: true, write: false, format: 'iife', platform: 'browser', target: 'es2022' },
    })
    server = createServer(({ url = '/' }, response) => {
      asked.push(url)
      response.setHeader('content-security-policy', url === '/' ? policy : '')
      const type = url.endsWith('.js') ? 'text/javascript' : 'text/html'
      response.setHeader('content-type', type)
      if (url === '/') response.end('<!doctype html><body><script src="page.js"></script>')
      else if (url === '/page.js') response.end(outputFiles[0].text)
      else response.end(files[url.slice(1)] ?? '')
    }).listen(0, '127.0.0.1')
    browser = await openBrowser()
    page = await browser.newPage()
    await page.goto(address())
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })
  const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const call = <T>(name: string, ...args: readonly unknown[]): Promise<T> =>
    page.evaluate(`judge.${name}(...${JSON.stringify(args)})`)
  /** What the page knows already: an exercise's texts are long, and the same for all its lines. */
  let known = ''
  async function check(exercise: Exercise, handed: HandedIn): Promise<Told> {
    if (known !== exercise.id) await call('know', textsOf(exercise), list)
    known = exercise.id
    return call('check', handed)
  }
  const checked = (id: string, text: string): Promise<Told> =>
    check(exerciseOf(id), { text, file: `exercises/${id}.ts` })

  /** What a check says when the first blank of the softmax has this in it. */
  const SOFTMAX = 'makemore/02_softmax'
  const withFirst = (code: string, above = ''): Promise<Told> =>
    checked(SOFTMAX, above + generated(SOFTMAX).replace('return TODO()', code))
  const printedBy = async (code: string): Promise<string[]> =>
    (await withFirst(`${code}; return TODO()`)).report.printed.map(({ text }) => text)

  test('programs are as small as they are to be', () => {
    const size = (name: string): number => gzipSync(files[name], { level: 9 }).length
    expect(size('judge.js')).toBeLessThan(200_000)
    expect(size('notebook.js')).toBeLessThan(250_000)
    expect(/['"`]node:/.test(files['judge.js'])).toBe(false)
  })

  /** What the browser says to it, and what the program says here meanwhile. */
  async function bothSay(each: Attempt, exercise: Exercise): Promise<[object, object]> {
    const asked = check(exercise, each.handed)
    await new Promise(setImmediate) // the browser has been told
    const ours = roundedReport(programsReport(each, thread))
    return [roundedReport((await asked).report), ours]
  }

  describe('says what the program says', () => {
    test.each(all.filter((_, i) => i % APART === 0).map(exercise => [exercise.id, exercise] as const))(
      '%s',
      async (_, exercise) => {
        const different: object[] = []
        for (const each of attemptsAt(exercise, EVERY)) {
          // A busy machine may run out of time on one side: what differs counts if it differs again and again.
          for (let left = 3; left > 0; left--) {
            const [theirs, ours] = await bothSay(each, exercise)
            if (isDeepStrictEqual(theirs, ours)) break
            if (left === 1) different.push({ what: each.what, theirs, ours })
          }
        }
        expect(different).toEqual([])
      },
      3_600_000,
    )
  })

  test('notebooks, too', async () => {
    const corpus = `${root}/src/python/corpus`
    for (const file of ['batchnorm.ipynb', 'attention.py']) {
      const text = readFileSync(`${corpus}/${file}`, 'utf8')
      const { report } = await call<{ report: object }>('notebook', { text, file }, notebookNames)
      expect(roundedReport(report)).toEqual(roundedReport(programsNotebook(text, file)))
    }
  })

  test('a verdict brings what is drawn of it, and the batch in letters', async () => {
    const { report, drawn, letters } = await checked(
      'makemore/08_cross_entropy_at_once',
      generated('makemore/08_cross_entropy_at_once'),
    )
    expect(Object.keys(drawn)).toEqual(report.gradients.map(({ name }) => name))
    expect(letters!.vocabulary.join('')).toBe('.abcdefghijklmnopqrstuvwxyz')
    expect(letters!.contexts.every(context => context.length === 3)).toBe(true)
    expect(letters!.targets).toHaveLength(letters!.contexts.length)
  })

  test('its frame can be seen, or browsers would take it for idle; but nobody who reads or tabs comes upon it', async () => {
    await withFirst('return TODO()')
    expect(
      await page.$eval('iframe', frame => {
        const { top, left, width, height } = frame.getBoundingClientRect()
        return { place: [top, left, width, height], isSeen: frame.checkVisibility() }
      }),
    ).toEqual({ place: [0, 0, 1, 1], isSeen: true })
    expect(await page.$eval('iframe', ({ ariaHidden, tabIndex }) => [ariaHidden, tabIndex])).toEqual([
      'true',
      -1,
    ])
  })

  describe('what does not come to an end', () => {
    const verdicts = ({ report }: Told): string[] => report.gradients.map(({ verdict }) => verdict)

    test('an endless loop is stopped, and the others are judged', async () => {
      const told = await withFirst("console.log('here'); for (;;);")
      expect(verdicts(told)).toEqual(['timeout', ...new Array(5).fill('blank')])
      expect(told.report.printed).toContainEqual({ by: 'dcounts_sum_inv', text: 'here' })
    })

    test('also two of them', async () => {
      const text = generated(SOFTMAX)
        .replace('return TODO()', 'for (;;);')
        .replace('return TODO()', 'for (;;);')
      expect(verdicts(await checked(SOFTMAX, text)).slice(0, 3)).toEqual(['timeout', 'timeout', 'blank'])
    })

    test('a loop outside of functions costs the file', async () => {
      expect((await withFirst('return TODO()', 'for (;;);\n')).report.error).toMatchObject({
        code: 'timeout',
        reason: 'timeout',
      })
    })

    test('a function that calls itself without end is its own mistake', async () => {
      const [first] = (await withFirst('const f = (): any => f(); return f()')).report.gradients
      expect([first.verdict, first.message]).toEqual([
        'threw',
        'RangeError: Maximum call stack size exceeded',
      ])
    })

    test('one that asks for a gradient at the end of its stack spoils nothing', async () => {
      const deep = 'const deep = (): any => { try { return deep() } catch { return dprobs } }; return deep()'
      expect(verdicts(await withFirst(deep)).slice(1)).toEqual(new Array(5).fill('blank'))
    })

    test('memory without end is stopped', async () => {
      const [verdict] = verdicts(
        await withFirst('const a: any[] = []; for (;;) a.push(new Float64Array(1e6).fill(1))'),
      )
      expect(['timeout', 'out of memory']).toContain(verdict)
    })

    test('what goes on after the verdict is in the way of none', async () => {
      await withFirst('(async () => { for (;;) await 0 })(); return TODO()')
      expect(verdicts(await withFirst('return TODO()'))).toEqual(new Array(6).fill('blank'))
    })
  })

  describe('nothing gets out', () => {
    test('there is nothing to get out with', async () => {
      const names = `fetch XMLHttpRequest WebSocket EventSource WebTransport indexedDB caches localStorage importScripts
        Worker SharedWorker BroadcastChannel MessageChannel postMessage addEventListener onmessage navigator location
        self origin crypto WebAssembly SharedArrayBuffer Atomics Blob URL Request Response setInterval process require`
      const code = `const there = ${JSON.stringify(names.split(/\s+/))}.filter(name => name in globalThis)
        console.log(there.join())`
      expect(await printedBy(code)).toEqual([''])
    })

    test('nothing of the realm can be changed', async () => {
      const code =
        'console.log(Object.isFrozen(globalThis), Object.isFrozen(Array.prototype), Object.isFrozen(Math))'
      expect(await printedBy(code)).toEqual(['true true true'])
    })

    test('import() is refused: nobody is asked', async () => {
      const before = asked.length
      const tries = ['stolen.js', 'stolen.html'].map(name => `import('${address()}${name}')`)
      await withFirst(`${[...tries, "import('data:text/javascript,1')"].join(';')}; return TODO()`)
      // Until another verdict is there, it would have come.
      await withFirst('return TODO()')
      expect(asked.slice(before).filter(url => url.includes('stolen'))).toEqual([])
    })

    test('in the frame itself the policy refuses all of it, even to a worker that is not closed', async () => {
      const program = `addEventListener('message', async ({ ports: [port] }) => {
        const tries = {
          fetch: () => fetch('${address()}stolen'),
          socket: () => new Promise((yes, no) => {
            const socket = new WebSocket('${address().replace('http', 'ws')}stolen')
            socket.onopen = yes
            socket.onerror = no
          }),
          module: () => import('${address()}stolen.js'),
          script: () => importScripts('${address()}stolen.js'),
          database: () => new Promise((yes, no) => {
            const open = indexedDB.open('stolen')
            open.onsuccess = yes
            open.onerror = no
          }),
          caches: () => caches.open('stolen'),
        }
        const got = []
        for (const [name, attempt] of Object.entries(tries)) {
          try { await attempt(); got.push(name) } catch {}
        }
        port.postMessage(got)
      })`
      const before = asked.length
      const got = await page.evaluate(`new Promise(resolve => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = ({ data }) => resolve(data)
        document.querySelector('iframe').contentWindow.postMessage(
          { start: 1e6, program: ${JSON.stringify(program)} }, '*', [port2])
      })`)
      expect(got).toEqual([])
      expect(asked.slice(before)).toEqual([])
    })
  })

  describe('training', () => {
    const TRAIN = 'makemore/10_train'
    const train = (text: string, steps: number): Promise<{ end: Trained; words: number[] }> =>
      page.evaluate(`(async () => {
        const words = []
        const end = await judge.train(${JSON.stringify(textsOf(exerciseOf(TRAIN)))}, ${JSON.stringify(list)},
          { text: ${JSON.stringify(text)}, file: 'exercises/${TRAIN}.ts' }, ${steps},
          ({ step, curve }) => words.push(step, curve.length), new AbortController().signal)
        return { end, words }
      })()`)

    test('is refused while something is wrong', async () => {
      expect(await train(generated(TRAIN), 100)).toEqual({
        end: { kind: 'refused', message: `training can't start: everything in ${TRAIN} must be right first` },
        words: [],
      })
    })

    test('goes to its end, and invents names', async () => {
      const [, right] = attemptsAt(exerciseOf(TRAIN), 1e6)
      const { end, words } = await train(right.handed.text, 60)
      expect(words.length).toBeGreaterThan(0)
      expect(end).toMatchObject({ kind: 'done' })
      if (end.kind !== 'done') return
      expect(end.names).toHaveLength(10)
      // A network that knows nothing is wrong by log(27) = 3.3.
      expect(end.losses.train).toBeLessThan(3.3)
    })
  })
})
