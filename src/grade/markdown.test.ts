/** What strangers write is shown as it is by a Markdown renderer that lets HTML through. */
import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { cellCode, code, plain, table, words } from './markdown.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '**bold** _soft_ ~~gone~~ $x$',
  '[a](javascript:alert(1)) ![b](http://host.example/x.png)',
  '# heading',
  '- item',
  '1. item',
  '1) item',
  '> quote',
  '| a | b |',
  'a|b\\|c',
  '\\',
  'a\\`b',
  '`code`` more ```',
  '``',
  '&lt;b&gt; &#60;i&#62;',
  'http://host.example/x www.host.example me@host.example <http://host.example>',
  '---',
  '===',
  '[x]: http://host.example',
  '<!-- hidden',
  '~~~',
  '    four spaces',
  '*',
  'ada_lovelace__init__',
]

const TEXT = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#64;': '@', '&amp;': '&' }

/** What a reader sees. Throws where a tag is in it that isn't allowed. */
function seen(html: string, allowed: readonly string[]): string {
  for (const [, tag] of html.matchAll(/<\/?([a-z]\w*)[^>]*>/gi))
    if (!allowed.includes(tag)) throw new Error(`<${tag}> in ${html}`)
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#39|#64|amp);/g, sign => TEXT[sign as keyof typeof TEXT])
    .replace(/\s+/g, ' ')
    .trim()
}

const rendered = (text: string): string => marked.parse(text, { async: false })
const once = (text: string): string => text.replace(/\s+/g, ' ').trim()

describe.each(HOSTILE)('%j', text => {
  test('is text as a name, at the beginning of a line and inside of it', () => {
    expect(seen(rendered(plain(text)), ['p'])).toBe(once(text))
    expect(seen(rendered(`Feedback for ${plain(text)}, and more.`), ['p'])).toBe(
      once(`Feedback for ${text}, and more.`),
    )
    expect(seen(rendered(`# ${plain(text)}`), ['h1'])).toBe(once(text))
    expect(seen(rendered(`- ${plain(text)}`), ['ul', 'li'])).toBe(once(text))
  })

  test('is code as a line, also in a list and in a table', () => {
    expect(seen(rendered(`Your line: ${code(text)}.`), ['p', 'code'])).toBe(once(`Your line: ${text}.`))
    expect(seen(rendered(`- a\n  - ${code(text)}`), ['ul', 'li', 'code'])).toBe(once(`a ${text}`))
    const tags = ['table', 'thead', 'tbody', 'tr', 'th', 'td', 'code']
    const html = rendered(table(['what', 'end'], [[cellCode(text), 'end']]))
    expect(seen(html, tags)).toBe(once(`what end ${text} end`))
    expect(html.match(/<td>/g)).toHaveLength(2)
  })

  test('among our own words it adds nothing but code', () => {
    const html = rendered(words(`it threw ${text}`))
    expect(once(seen(html, ['p', 'code']).replaceAll('`', ''))).toBe(
      once(`it threw ${text}`.replaceAll('`', '')),
    )
  })
})

test.each([
  'TypeError: Cannot read properties of undefined (reading [0]): a * b < c & d, 2 ~ 3',
  'dcounts_sum_inv = x[1] + y{2}: #3, 50%! > 4 + 5 - 6 = 7',
  '-5 is less than 1.5, so (a) != (b)',
])('what is no markup stays as it is: %j', text => {
  expect([plain(text), seen(rendered(plain(text)), ['p'])]).toEqual([text, text])
})

test('behind code no line begins', () => {
  expect(words('`}`: expected `)`- or `#`= more')).toBe('`}`: expected `)`- or `#`= more')
})

test('what is in backquotes is code, and spaces around it stay', () => {
  expect(rendered(words('`counts` is used in `counts_sum` (line 95).'))).toBe(
    '<p><code>counts</code> is used in <code>counts_sum</code> (line 95).</p>\n',
  )
})
