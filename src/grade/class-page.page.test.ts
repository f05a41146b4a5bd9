/** class.html in a real Chromium: what strangers wrote is text there, and everybody can read it. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, openBrowser } from '../page/testing.ts'
import { type ClassSummary, classOf } from './class.ts'
import { classPage } from './class-page.ts'
import { classStyle, styleHash } from './class-style.ts'
import type { Assignment, BlankGrade, GradeRecord } from './record.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SHOTS = process.env.SHOTS

/** What runs, loads or shows something, where it isn't text. */
const HOSTILE = [
  '<script>document.title = "run"</script>',
  '<img src=x onerror="document.title=1">',
  '"><svg onload=alert(1)>',
  "' onmouseover='document.title=1' x='",
  '</style></code></table><iframe src="http://page.test/x"></iframe>',
  '<style>body { display: none }</style>',
  '<meta http-equiv="refresh" content="0;url=http://page.test/gone">',
  '<base href="http://page.test/">',
  '<!-- ',
  '`</code><a href="javascript:alert(1)">x</a>`',
  '&lt;script&gt;&#60;b&#62;',
  '\u202eedoc\u0000\u0007',
]

const EXERCISES = ['makemore/02_softmax', 'makemore/03_linear']
const blanks = ['dcounts_sum_inv', 'dcounts_sum', 'dcounts', 'dnorm_logits', 'dlogit_maxes', 'dlogits']

const families = ['a use forgotten', 'shape', 'reduction', '<b>family</b>']

/** 60 students with 2 exercises, some of them hostile. */
function summaryOf(nasty: (i: number) => string): ClassSummary {
  const ids = Array.from({ length: 60 }, (_, i) => `${nasty(i)}s${i}`)
  const records = ids.flatMap((student, i) =>
    EXERCISES.map((exercise, e): GradeRecord => {
      const grades = blanks.map((blank, k): BlankGrade => {
        const verdicts = ['exact', 'wrong', 'inherited', 'exact', 'shape', 'blank', 'not read'] as const
        const verdict = verdicts[(i * (k + 2) + e + (i % 7) * k) % (4 + ((i + k) % 4))]
        const isWrong = verdict === 'wrong' || verdict === 'shape'
        return {
          ...{ blank, verdict, max: 1, score: verdict === 'exact' || verdict === 'inherited' ? 1 : 0 },
          family: isWrong ? families[(i + k) % families.length] : null,
          short: isWrong ? `missing: the part that comes through \`counts_sum\`${nasty(i + k)}` : null,
          text: `return counts_sum_inv.mul(dprobs).add(${i % 5})${nasty(i)}`,
        }
      })
      const statuses = ['missing', 'held', 'stopped', 'ungradable'] as const
      const status = i % 12 < 4 ? statuses[i % 12] : 'graded'
      return {
        ...{ version: 1, key: `${i} ${e}`, student, exercise, status, late: i % 9 === 0 },
        ...{ reason: status === 'graded' ? null : `why${nasty(i)}`, max: 6, seed: 42, file: 'x.ts' },
        ...{ sha256: '0', tool: '0', node: '20', pack: '0', room: 'quickjs', ms: 1, report: null },
        ...{ blanks: grades, score: grades.reduce((sum, { score }) => sum + score, 0) },
        traits:
          i < 48
            ? []
            : [
                {
                  kind: 'comment',
                  text: `a long remark that only two of all have written, number ${i >> 1}${nasty(i >> 1)}`,
                },
                { kind: 'name', text: `my_own_${i >> 1}` },
              ],
      }
    }),
  )
  const assignment: Assignment = {
    exercises: EXERCISES.map((id, e) => ({
      ...{ id, title: `${e + 2} · ${['Softmax', 'Linear'][e]}${nasty(e)}` },
      points: new Map(blanks.map(blank => [blank, 1])),
    })),
    students: ids.map(id => ({ id, name: null, email: null, section: null })),
    hasRoster: true,
  }
  return classOf(records, assignment, [
    { path: `nobody${nasty(3)}.ts`, student: null, reason: `is of nobody${nasty(3)}` },
    { path: 'another.ipynb', student: 's1', reason: 'is of another exercise by its name' },
  ])
}

const usual = summaryOf(() => '')
const hostile = summaryOf(i => HOSTILE[i % HOSTILE.length])

let browser: Browser
beforeAll(async () => {
  if (browserPath !== undefined) browser = await openBrowser()
})
afterAll(() => browser?.close())

interface Opened {
  readonly page: Page
  /** All that was asked for but the page itself. */
  readonly asked: string[]
}

async function open(html: string): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } })
  const asked: string[] = []
  await page.route('**/*', route => {
    if (route.request().url() === 'http://page.test/class.html')
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
    asked.push(route.request().url())
    return route.abort()
  })
  page.on('dialog', dialog => {
    asked.push(dialog.message())
    return dialog.dismiss()
  })
  await page.goto('http://page.test/class.html')
  return { page, asked }
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
  }
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  )
}

test('the policy knows the style', () => {
  expect(styleHash).toBe(createHash('sha256').update(classStyle).digest('base64'))
  expect(classPage(usual)).toContain(`<style>${classStyle}</style>`)
})

describe.runIf(browserPath !== undefined)('the page', () => {
  test.each([
    ['light', 1100],
    ['dark', 1100],
    ['light', 360],
    ['dark', 360],
  ] as const)('axe finds nothing, %s, %i pixels wide', async (colorScheme, width) => {
    for (const [name, summary] of Object.entries({ usual, hostile })) {
      const { page } = await open(classPage(summary))
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      if (SHOTS)
        await page.screenshot({ path: `${SHOTS}/${name}-${width}-${colorScheme}.png`, fullPage: true })
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      await page.close()
    }
  })

  test('it looks as it should: its policy lets its own style in', async () => {
    const { page, asked } = await open(classPage(usual))
    expect(await page.evaluate('getComputedStyle(document.querySelector(".right")).fill')).toBe(
      'rgb(8, 105, 74)',
    )
    expect(asked).toEqual([])
    await page.close()
  })

  test('what strangers wrote is text: nothing of it runs, loads or is an element', async () => {
    const { page, asked } = await open(classPage(hostile))
    await page.waitForTimeout(300)
    expect(asked).toEqual([])
    expect(page.url()).toBe('http://page.test/class.html')
    const tags = (await page.evaluate(
      '[...new Set([...document.querySelectorAll("*")].map(one => one.localName))].sort()',
    )) as string[]
    const own = await open(classPage(usual))
    expect(tags).toEqual(
      await own.page.evaluate(
        '[...new Set([...document.querySelectorAll("*")].map(one => one.localName))].sort()',
      ),
    )
    const attributes = (await page.evaluate(
      '[...document.querySelectorAll("*")].flatMap(one => one.getAttributeNames()).filter(name => /^on|href|src|style$/.test(name))',
    )) as string[]
    expect(attributes).toEqual([])
    const text = (await page.evaluate('document.body.textContent')) as string
    for (const one of HOSTILE.slice(0, 9)) expect(text).toContain(one)
    expect(text).not.toContain('\u202e')
    await page.close()
    await own.page.close()
  })

  test('on paper it is dark on white, and as wide as the paper', async () => {
    const { page } = await open(classPage(usual))
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.evaluate('getComputedStyle(document.documentElement).color')).toBe('rgb(28, 32, 36)')
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    )
    const pdf = await page.pdf({ format: 'A4', ...(SHOTS ? { path: `${SHOTS}/class.pdf` } : {}) })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await page.close()
  })
})
