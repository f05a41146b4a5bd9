/** The page in a real Chromium, with the real judge behind it. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  browserPath,
  FakeHost,
  judged,
  lessonOnce,
  type OpenOptions,
  openBrowser,
  openPage,
  violations,
} from './testing.ts'
import { toWire } from './wire.ts'

const SOFTMAX = 'makemore/02_softmax'
const TASK = 'drill/01_session_1'
const wrong = () => new FakeHost().fill(SOFTMAX, { dcounts: 'return counts_sum_inv.mul(dprobs)' })

const SHOTS = process.env.SHOTS

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

interface View extends OpenOptions {
  readonly host: () => FakeHost
  readonly act?: (page: Page) => Promise<unknown>
  /** Where there is room for one column: the exercise's. */
  readonly isLeft?: boolean
}

const at = (id: string, lines: Readonly<Record<string, string>>, isSolved = true) => ({
  id,
  host: () => new FakeHost().fill(id, lines, isSolved),
})
const toVerdict = async (page: Page): Promise<unknown> =>
  (await page.$('.switch')) === null ? null : page.click('.switch button:last-child')

const notebook =
  '# %%\nimport torch\nx = torch.ones(3, requires_grad=True)\ny = x * 2\nloss = y.sum()\n# %%\ndy = torch.ones(3)\ndx = dy * 3\n'

const views: Readonly<Record<string, View>> = {
  blank: { host: () => new FakeHost(), isLeft: true },
  wrong: { host: wrong },
  coincidence: { ...at(SOFTMAX, { dlogits: 'return dnorm_logits' }) },
  shape: { ...at('makemore/05_batchnorm', { dbngain: 'return bnraw.mul(dhpreact).sum(0)' }) },
  infinite: {
    ...at(SOFTMAX, { dnorm_logits: 'return counts.mul(dcounts).div(norm_logits)' }),
    act: toVerdict,
  },
  passed: { ...at(SOFTMAX, {}) },
  lecture: { ...at('makemore/08_cross_entropy_at_once', {}) },
  'whole network': {
    ...at('makemore/07_whole_network', { dcounts: 'return counts_sum_inv.mul(dprobs)' }),
    act: toVerdict,
  },
  values: { ...at('derivatives/01_slope', { rise: 'return f(x) - f(x + h)' }, false) },
  class: { ...at('micrograd/01_value', {}, false), isLeft: true },
  threw: { ...at(SOFTMAX, { dcounts: "console.log('here')\nreturn counts.matmul(dprobs)" }) },
  file: { host: wrong, isLeft: true, act: page => page.click('text=Whole file') },
  list: { host: wrong, act: page => page.keyboard.press('l') },
  'practice, ended': {
    host: wrong,
    act: async page => {
      await page.keyboard.press('l')
      await page.click('text=Go on with practice: task 2 of 2')
      await page.click('text=End the session')
      await page.waitForSelector('.outcomes')
    },
  },
  'task, asked': {
    ...{ host: () => new FakeHost(), id: TASK },
    act: async page => {
      await page.keyboard.press('g')
      await page.waitForSelector('.choices')
    },
  },
  'why, answered': {
    host: wrong,
    act: async page => {
      await page.keyboard.press('w')
      await page.waitForSelector('.choices')
      await page.keyboard.press('1')
      await page.waitForSelector('.choice[aria-disabled=true]')
    },
  },
  keys: { host: wrong, isLeft: true, act: page => page.keyboard.press('?') },
  notebook: {
    host: wrong,
    act: async page => {
      await page.keyboard.press('l')
      await page.setInputFiles('input[accept=".ipynb,.py"]', {
        ...{ name: 'homework.py', mimeType: 'text/plain', buffer: Buffer.from(notebook) },
      })
      await page.waitForSelector('.verdicts, .note.bad')
    },
  },
  training: {
    host: () => new FakeHost().fill('makemore/10_train', {}),
    id: 'makemore/10_train',
    act: async page => {
      await page.click('.won >> text=Train the network')
      await page.waitForSelector('.names')
    },
  },
}

/** Both widths and both schemes; with PROVE=1 all four pairs of them. */
const looks = (
  [
    [1400, 'light'],
    [360, 'dark'],
    [1400, 'dark'],
    [360, 'light'],
  ] as const
).slice(0, process.env.PROVE === '1' ? 4 : 2)

describe.runIf(browserPath !== undefined)(
  'axe finds nothing, light and dark, 1,400 and 360 pixels wide,',
  () => {
    test.each(Object.keys(views))('in the view %s', async name => {
      const { host, act, isLeft, ...options } = views[name]
      const page = await openPage(browser, host(), options)
      await act?.(page)
      for (const [width, colorScheme] of looks) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 900 })
        await page.waitForTimeout(100)
        if (isLeft !== true) await toVerdict(page)
        if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${width}-${colorScheme}.png` })
        expect(await violations(page), `${width} ${colorScheme}`).toEqual([])
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        ).toBeLessThanOrEqual(0)
      }
      await page.close()
    })
  },
)

describe.runIf(browserPath !== undefined)('with keys alone', () => {
  test('a whole exercise is solved', async () => {
    const host = new FakeHost()
    const page = await openPage(browser, host, { id: 'makemore/01_log_loss' })
    const { answers, blanks } = lessonOnce('makemore/01_log_loss')
    const { keyboard } = page
    const tabTo = async (selector: string): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        if (await page.evaluate(found => document.activeElement?.matches(found) === true, selector)) return
        await keyboard.press('Tab')
      }
      throw new Error(`no Tab leads to ${selector}`)
    }
    await tabTo('.skip')
    await keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'verdict')
    await tabTo('[data-row]')
    for (const [i, blank] of blanks.entries()) {
      await keyboard.press('Enter')
      await page.waitForFunction(
        name => document.activeElement?.closest(`[id="blank-${name}"]`) !== null,
        blank,
      )
      // The cursor is over TODO(): what is typed takes its place, and the rest of the line is a comment.
      const answer = answers[blank].replace(/^return /, '')
      await keyboard.insertText(answer)
      await page.waitForFunction(
        name => document.querySelector(`[id="blank-${name}"]`)?.classList.contains('is-right'),
        blank,
      )
      if (i === blanks.length - 1) break
      await keyboard.press('Escape')
      await keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.closest('.cm-editor') === null)).toBe(true)
      await page.evaluate(() => document.querySelector<HTMLElement>('.skip')?.focus())
      await keyboard.press('Enter')
      await page.waitForFunction(() => document.activeElement?.id === 'verdict')
      await tabTo('[data-row]')
      await keyboard.press('ArrowDown')
    }
    expect(await page.textContent('#verdict')).toContain('Both gradients are right.')
    expect(await page.textContent('[role=status]')).toBe('Both gradients are right.')
    await keyboard.press('Escape')
    await keyboard.press('Tab')
    await keyboard.press('n')
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === '02 Softmax')
    await page.close()
  })

  test('pictures are read, and the worst element is found', async () => {
    const page = await openPage(browser, wrong())
    await page.keyboard.press('v')
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-maps'))
    const read = () => page.textContent('output.read')
    expect(await read()).toContain('[31, 1] worst')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await read()).toContain('[31, 2]')
    await page.keyboard.press('w')
    expect(await read()).toContain('[31, 1] worst')
    expect(await read()).toContain('yours −0.2595')
    await page.close()
  })

  test('a hint is given, a little more each time', async () => {
    const page = await openPage(browser, wrong())
    for (const count of [1, 2]) {
      await page.keyboard.press('h')
      await page.waitForFunction(n => document.querySelectorAll('.hints li').length === n, count)
    }
    await page.close()
  })
})

/** Where all that can be seen begins, from the top: the exercise's parts, the table's rows, the reason and what is below. */
const places = (page: Page) =>
  page.$$eval('.modes, .prose, .fixed, .blank, .verdicts tr, .tools, .say, .say .part', all =>
    all.map(one => [one.className.split(' ')[0], Math.round(one.getBoundingClientRect().top)]),
  )

describe.runIf(browserPath !== undefined)('questions', () => {
  const asked = (page: Page) => page.waitForSelector('.question')
  const said = (page: Page) => page.textContent('.question [aria-live]')
  const focused = (page: Page) => page.evaluate(() => document.activeElement?.className)

  test('g asks, a digit answers, and what is right is said; nothing moves; a wrong answer counts', async () => {
    const host = wrong()
    const page = await openPage(browser, host)
    await page.waitForSelector('.say .part')
    await page.focus('[data-row=dcounts]')
    const before = await places(page)
    await page.keyboard.press('g')
    await asked(page)
    // The row that was chosen: the mistake.
    expect(await page.textContent('#question')).toBe("What's the shape of dcounts?")
    expect(await focused(page)).toBe('question')
    expect(await said(page)).toBe('')
    expect(await places(page)).toEqual(before)
    // What would tell is not to be seen before the answer.
    const hides = () => page.$$eval('.say, td.shape', all => all.map(one => getComputedStyle(one).visibility))
    expect(new Set(await hides())).toEqual(new Set(['hidden']))
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Tab']) await page.keyboard.press(key)
    expect(await places(page)).toEqual(before)
    const { top } = await page.$eval('.question', one => one.getBoundingClientRect().toJSON())
    const choices = await page.$$eval('.choice', all => all.map(one => one.textContent!.slice(1)))
    expect(choices).toContain('(32, 27)')
    const bad = choices.findIndex(text => text !== '(32, 27)')
    await page.keyboard.press(String(bad + 1))
    const right = choices.indexOf('(32, 27)') + 1
    const because = 'counts is (32, 27), and a gradient has exactly the shape of its tensor.'
    await expect.poll(() => said(page)).toBe(`No, it’s ${right}. ${because}`)
    await expect.poll(() => host.guessed).toEqual([{ id: SOFTMAX, blank: 'dcounts', family: 'shape' }])
    expect((await page.$eval('.question', one => one.getBoundingClientRect().toJSON())).top).toBe(top)
    expect(await places(page)).toEqual(before)
    expect(new Set(await hides())).toEqual(new Set(['visible']))
    // An answer that was given stays.
    await page.keyboard.press(String(right))
    await page.$eval(`.choices li:nth-child(${right}) button`, one => (one as HTMLElement).click())
    expect(await said(page)).toMatch(/^No/)
    expect(await page.$eval('.question', one => one.contains(document.activeElement))).toBe(true)
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-row') === 'dcounts')
    expect(await page.$('.question')).toBeNull()
    expect(host.guessed).toHaveLength(1)
    await page.close()
  })

  test('w asks about what is right, with a mistake that was made there before; one column or two', async () => {
    const host = wrong()
    host.mistakes = { dcounts_sum_inv: ['upstream missing'] }
    const page = await openPage(browser, host, { width: 360 })
    await page.keyboard.press('w')
    await asked(page)
    expect(await page.textContent('#question')).toBe('Why is dcounts_sum_inv as it is?')
    const choices = await page.$$eval('.choice', all => all.map(one => one.textContent!.slice(1)))
    const own = choices.findIndex(text => text.startsWith('Only the slope of its own line matters here.'))
    expect(own).not.toBe(-1)
    await page.click(`.choice >> nth=${own}`)
    await expect.poll(() => said(page)).toMatch(/^No, it’s [123]\.$/)
    expect(host.guessed[0].family).toBe('upstream missing')
    await page.click('.question >> text=Another question')
    await page.waitForFunction(() =>
      document.querySelector('#question')?.textContent?.includes('dcounts_sum '),
    )
    await page.click('.question >> text=Close')
    await page.waitForFunction(() => document.querySelector('.question') === null)
    await page.click('.tools >> text=Guess')
    await asked(page)
    await page.close()
  })

  test('where nothing can be asked that is said; letters in an editor are letters', async () => {
    const page = await openPage(browser, new FakeHost().fill(SOFTMAX, {}))
    await page.keyboard.press('g')
    await asked(page)
    expect(await page.textContent('#question')).toContain('Every gradient here is right.')
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.querySelector('.question') === null)
    await page.click('#blank-dcounts .cm-content')
    await page.keyboard.type('gw')
    expect(await page.$('.question')).toBeNull()
    await page.evaluate(() => {
      location.hash = '#derivatives/01'
    })
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.startsWith('01 '))
    await page.waitForSelector('.verdicts tbody tr')
    expect(await page.$('.tools >> text=Guess')).toBeNull()
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('w')
    await asked(page)
    expect(await page.textContent('#question')).toBe('There is no gradient to ask about here.')
    await page.close()
  })
})

describe.runIf(browserPath !== undefined)('while one types', () => {
  const lines = '#blank-dcounts .cm-content'

  /** A line that gives what only one use sends back. */
  const oneUseOf = (id: string) => {
    const { blanks, facts } = lessonOnce(id)
    const [blank] = blanks
    return { id, blank, line: `return d${facts[blank].users.at(-1)}`, status: `${blank}: wrong. missing: ` }
  }

  test.each([
    {
      ...{ id: SOFTMAX, blank: 'dcounts', line: 'return counts_sum_inv.mul(dprobs)' },
      status: 'dcounts: wrong. missing: the part that comes through counts_sum. 2 of 6 right.',
    },
    oneUseOf(TASK),
  ])(
    'in $id nothing moves from blank to wrong, and what was typed is kept',
    async ({ id, blank, line, status }) => {
      const host = new FakeHost().fill(id, { [blank]: 'return TODO()' })
      const page = await openPage(browser, host, { id })
      await page.waitForSelector('.verdicts .row.on')
      await page.waitForSelector(`#blank-${blank} .cm-content`)
      // As in browsers that don't keep in place what is in view.
      await page.addStyleTag({ content: '.column { overflow-anchor: none }' })
      await page.click(`#blank-${blank} .cm-content`)
      const before = await places(page)
      const release = host.hold()
      await page.keyboard.press('Control+a')
      await page.keyboard.type(line)
      await expect.poll(() => host.texts.get(id)).toContain(`  ${line}\n`)
      await page.waitForSelector('.sum >> text=checking …')
      expect(await places(page)).toEqual(before)
      release()
      await page.waitForSelector(`#blank-${blank}.is-wrong`)
      // What is said of the mistake is longer; it begins where it began.
      const seen = (all: typeof before) =>
        all.slice(0, all.findIndex(([name]) => name === 'say') + 1).filter(([, top]) => Number(top) >= 0)
      expect(seen(await places(page))).toEqual(seen(before))
      expect(await page.textContent('[role=status]')).toContain(status)
      await page.close()
    },
  )

  test('it checks once, after the pause', async () => {
    const host = new FakeHost().fill(SOFTMAX, { dcounts: 'return TODO()' })
    const page = await openPage(browser, host)
    const { checks } = host
    await page.click(lines)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('return counts_sum_inv.mul(dprobs).add(dcounts_sum)', { delay: 10 })
    await page.waitForSelector('#blank-dcounts.is-right')
    expect(host.checks).toBe(checks + 1)
    await page.close()
  })

  test('names that a line uses are given and imported by themselves', async () => {
    const host = new FakeHost()
    const page = await openPage(browser, host)
    await page.click('#blank-dcounts_sum .cm-content')
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('return onesLike(counts)')
    await expect
      .poll(() => host.texts.get(SOFTMAX))
      .toContain('dcounts_sum({ counts_sum, dcounts_sum_inv, counts }: Scope)')
    expect(host.texts.get(SOFTMAX)).toMatch(/, onesLike } from 'backprop-ninja'/)
    expect(await page.textContent('#blank-dcounts_sum .givens')).toContain('counts_sum_inv')
    await page.close()
  })

  test('what is typed in the whole file is in the blanks, and back', async () => {
    const host = wrong()
    const page = await openPage(browser, host)
    await page.click('text=Whole file')
    await page.click('.whole .cm-content')
    await page.keyboard.press('Control+Home')
    await page.keyboard.type('// mine\n')
    await page.click('.modes >> text=Exercise')
    await page.waitForSelector(lines)
    expect(await page.textContent(lines)).toBe('return counts_sum_inv.mul(dprobs)')
    await expect.poll(() => host.texts.get(SOFTMAX)?.slice(0, 8)).toBe('// mine\n')
    await page.close()
  })
})

describe.runIf(browserPath !== undefined)('what happens elsewhere', () => {
  const news = (page: Page, one: unknown) => page.evaluate(text => globalThis.tell(text), JSON.stringify(one))

  test('a file that changed elsewhere is taken over where nothing is in the way', async () => {
    const host = wrong()
    const page = await openPage(browser, host)
    const text = host.textOf(SOFTMAX).replace('counts_sum_inv.mul(dprobs)', 'dprobs')
    await news(page, { kind: 'file', id: SOFTMAX, text })
    await page.waitForFunction(
      () => document.querySelector('#blank-dcounts .cm-content')?.textContent === 'return dprobs',
    )
    await page.close()
  })

  test('a rehearsal is drawn where nobody sees it: what is on the page stays as it is', async () => {
    const page = await openPage(browser, new FakeHost().fill(SOFTMAX, {}))
    await page.click('#blank-dcounts .cm-content')
    await page.evaluate(() => {
      const { getContext } = HTMLCanvasElement.prototype
      const unseen: string[] = []
      Object.assign(globalThis, { unseen })
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...given: never[]) {
        if (!this.isConnected) unseen.push(this.ariaLabel!.slice(0, 8))
        return getContext.apply(this, given as never) as never
      } as never
    })
    const unseen = () => page.evaluate(() => (globalThis as unknown as { unseen: string[] }).unseen)
    const whole = () => page.evaluate(() => document.body.innerHTML)
    const before = await whole()
    const host = wrong()
    const text = host.textOf(SOFTMAX)
    const checked = judged(SOFTMAX, text)
    const rehearsal = (id: string) =>
      page.evaluate(
        news => globalThis.tell(news),
        toWire({ kind: 'rehearsal', rehearsal: { id, text, checked } }),
      )
    // Of an exercise that isn't open.
    await rehearsal('makemore/01_log_loss')
    await page.waitForTimeout(600)
    expect(await unseen()).toEqual([])
    await rehearsal(SOFTMAX)
    // Each round draws what is there, dcounts being right, and what is rehearsed.
    await expect.poll(async () => (await unseen()).filter(one => one === 'differen').length).toBe(3)
    await page.waitForTimeout(300)
    expect(await whole()).toBe(before)
    expect(await page.evaluate(() => document.activeElement!.closest('section')!.id)).toBe('blank-dcounts')
    await page.close()
  })

  test('two texts are both shown, and one is taken; axe finds nothing', async () => {
    const host = wrong()
    const page = await openPage(browser, host)
    const theirs = host.textOf(SOFTMAX).replace('counts_sum_inv.mul(dprobs)', 'theirs')
    host.trouble = {
      ...{
        kind: 'changed on disk',
        message: 'The file changed on disk.',
        advice: 'Take one of the two texts.',
      },
    }
    host.answers.read = (() => theirs) as never
    await page.click('#blank-dcounts .cm-content')
    await page.keyboard.press('End')
    await page.keyboard.type('.mine')
    await page.waitForSelector('.conflict')
    expect(await violations(page)).toEqual([])
    host.trouble = null
    expect(await page.textContent('.conflict')).toContain('theirs')
    await page.click('text=Take that one')
    await page.waitForFunction(
      () => document.querySelector('#blank-dcounts .cm-content')?.textContent === 'return theirs',
    )
    expect(await page.$('.conflict')).toBeNull()
    await page.close()
  })

  test('trouble is one sentence above the table, and goes away by itself', async () => {
    const page = await openPage(browser, wrong())
    const trouble = {
      ...{
        kind: 'offline',
        message: 'No network.',
        advice: 'All exercises work: they are on this machine already.',
      },
    }
    await news(page, { kind: 'trouble', trouble })
    expect(await page.textContent('[data-trouble=offline]')).toBe(`${trouble.message} ${trouble.advice}`)
    expect(await violations(page)).toEqual([])
    await news(page, { kind: 'trouble', trouble: null })
    expect(await page.$('[data-trouble]')).toBeNull()
    await page.close()
  })
})

test.runIf(browserPath !== undefined)(
  'when all is right for the first time gradients flow, unless motion is unwanted',
  async () => {
    const host = () => new FakeHost().fill(SOFTMAX, {})
    const running = (page: Page) =>
      page.evaluate(() => document.getAnimations().filter(one => one instanceof CSSAnimation).length)
    const still = await openPage(browser, host())
    expect(await running(still)).toBe(0)
    await still.close()
    const moving = await openPage(browser, host(), { isStill: false })
    expect(await running(moving)).toBeGreaterThan(0)
    await moving.close()
  },
)

test.runIf(browserPath !== undefined)(
  'the next exercise begins at its top, with the focus in it',
  async () => {
    const page = await openPage(browser, new FakeHost())
    await page.$eval('.column.exercise', one => {
      one.scrollTop = 900
    })
    await page.focus('[data-row]')
    await page.keyboard.press('n')
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === '03 A linear layer')
    await page.waitForFunction(() => document.activeElement?.matches('.column.exercise') === true)
    expect(await page.$eval('.column.exercise', one => one.scrollTop)).toBe(0)
    expect(await page.evaluate(() => location.hash)).toBe('#makemore/03_linear')
    await page.evaluate(() => {
      location.hash = '#makemore/01'
    })
    await page.waitForFunction(() => document.querySelector('h1')?.textContent?.startsWith('01 '))
    await page.close()
  },
)
