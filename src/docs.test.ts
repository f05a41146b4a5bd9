/** README, CONTRIBUTING and docs/: how long, what they link to and name, and which words neither they nor the program say. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { commands } from './cli/commands.ts'
import { looks } from './terminal/looks.ts'
import { type ParsedText, sourceOf } from './text/source.ts'
import { nodesOf } from './text/tree.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(path => `${folder}/${path.replaceAll('\\', '/')}`)
    .sort()

const subjects = filesIn('docs').filter(path => path.endsWith('.md'))
const pages = ['README.md', 'CONTRIBUTING.md', ...subjects]

/** Its lines without code blocks: each with its number, from 1. */
function proseOf(text: string): { line: number; text: string }[] {
  let isCode = false
  return text.split('\n').flatMap((text, i) => {
    const isFence = text.trimStart().startsWith('```')
    if (isFence) isCode = !isCode
    return isFence || isCode ? [] : [{ line: i + 1, text }]
  })
}

test('README has at most 250 lines', () => {
  expect(textOf('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(250)
})

test('no line is longer than 120 columns, but for tables and code', () => {
  const long = [...pages, 'CHANGELOG.md'].flatMap(page =>
    proseOf(textOf(page))
      .filter(({ text }) => !text.startsWith('|') && [...text].length > 120)
      .map(({ line }) => `${page}:${line}`),
  )
  expect(long).toEqual([])
})

const linksIn = (page: string): string[] =>
  proseOf(textOf(page)).flatMap(({ text }) => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to))

test('README links to each page of docs/ once', () => {
  const linked = linksIn('README.md').filter(to => to.endsWith('.md') && to.startsWith('docs/'))
  expect(linked.sort()).toEqual(subjects)
})

/** What GitHub makes of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

const anchorsIn = (page: string): string[] =>
  proseOf(textOf(page))
    .filter(({ text }) => /^#+ /.test(text))
    .map(({ text }) => anchorOf(text.replace(/^#+ /, '')))

test('every link leads to a file that there is, and to a heading in it', () => {
  const dead = [...pages, 'CHANGELOG.md'].flatMap(page =>
    linksIn(page)
      .filter(to => !/^https?:/.test(to))
      .filter(to => {
        const [path, anchor] = to.split('#')
        const target = path === '' ? page : join(dirname(page), path)
        if (!existsSync(join(root, target))) return true
        return anchor !== undefined && !anchorsIn(target).includes(anchor)
      })
      .map(to => `${page}: ${to}`),
  )
  expect(dead).toEqual([])
})

test('what a page links to is packed with it', () => {
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts']
  const [{ files }] = JSON.parse(execFileSync('npm', words, { cwd: root, encoding: 'utf8', stdio: 'pipe' }))
  const packed = new Set((files as { path: string }[]).map(({ path }) => path))
  expect(pages.filter(page => !packed.has(page))).toEqual([])
  const dead = pages.flatMap(page =>
    linksIn(page)
      .map(to => to.split('#')[0])
      .filter(to => to !== '' && !/^https?:/.test(to))
      .filter(to => !packed.has(join(dirname(page), to).replaceAll('\\', '/')))
      .map(to => `${page}: ${to}`),
  )
  expect(dead).toEqual([])
})

test('a file of src/ that a page names is there', () => {
  const missing = pages.flatMap(page =>
    [...textOf(page).matchAll(/`(src\/[\w./-]+)`/g)]
      .filter(([, path]) => !existsSync(join(root, path)))
      .map(([, path]) => `${page}: ${path}`),
  )
  expect(missing).toEqual([])
})

test('README has every track in the order of the list, with the number of its exercises', () => {
  const { tracks } = JSON.parse(textOf('package.json')).ninja as { tracks: string[] }
  const counted = tracks.map(track => {
    const exercises = filesIn(`exercises/${track}`).filter(path => /\/\d\d_\w+\.ts$/.test(path))
    return `| \`${track}\` | ${exercises.length} |`
  })
  expect(textOf('README.md').match(/^\| `[\w-]+` \| \d+ \|/gm)).toEqual(counted)
})

test('docs/commands.md has every command', () => {
  const page = textOf('docs/commands.md')
  const missing = commands.filter(
    ({ name }) => !new RegExp(`^\\|.*\`(npx ninja )?${name}\\b`, 'm').test(page),
  )
  expect(missing.map(({ name }) => name)).toEqual(['watch']) // `npx ninja` alone
})

test('docs/verdicts.md has every verdict with its sign', () => {
  const rows = [...textOf('docs/verdicts.md').matchAll(/^\| (\S) \| (.*?) \|/gm)]
  const signs = rows.flatMap(([, sign, verdicts]) => verdicts.split(', ').map(verdict => [verdict, sign]))
  expect(Object.fromEntries(signs)).toEqual(
    Object.fromEntries(Object.entries(looks).map(([verdict, { sign }]) => [verdict, sign])),
  )
})

const contributing = textOf('CONTRIBUTING.md')
const sectionOf = (title: string): string => contributing.split(`\n## ${title}\n`)[1].split('\n## ')[0]
const cellsOf = (section: string): string[][] =>
  [...section.matchAll(/^\|(.*)\|$/gm)].slice(2).map(([, row]) => row.split('|').map(cell => cell.trim()))

test('the map has every part of src/, and every folder of the checker', () => {
  const parts = ['src', 'src/checker'].flatMap(folder =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter(entry => entry.isDirectory() || folder === 'src')
      .map(({ name }) => `${folder}/${name}`),
  )
  const there = parts.filter(path => !path.endsWith('.test.ts'))
  const named = cellsOf(sectionOf('The map')).map(([, part]) => part.replaceAll('`', ''))
  expect(named.filter(name => name.startsWith('src/')).sort()).toEqual(there.sort())
})

test.each(['check', 'save'])('the way of a %s is told in ten lines', way => {
  expect(sectionOf(`The way of a ${way}`)).toMatch(/\n\n1\. .*(\n\d+\. .*){9}\n\n/)
})

/** The words on the right of the table. */
const forbidden = cellsOf(sectionOf('The words')).flatMap(([, , words = '']) =>
  words.split(/,\s*/).filter(word => /\w/.test(word)),
)

/** With the endings that its words may have. */
const pattern = (words: string): RegExp =>
  new RegExp(`\\b${words.replaceAll(' ', '(?:s|es|d|ed|ing)?\\s+')}(?:s|es|d|ed|ing)?\\b`, 'i')

const patterns = new Map(forbidden.map(words => [words, pattern(words)]))

const saysIn = (text: string): string[] => forbidden.filter(words => patterns.get(words)!.test(text))

test('the table of words is read, and a word is found whatever its ending and wherever the line ends', () => {
  expect(forbidden).toEqual(expect.arrayContaining(['mend', 'tier', 'stand in', 'in the place of']))
  expect(saysIn('the line to mend: what stands\nin it')).toEqual(['mend', 'stand in'])
  expect(saysIn('Amend what you understand in it, and recommend it.')).toEqual([])
})

test('the pages say none of the words that are not to be used', () => {
  const said = pages.flatMap(page => {
    const text = page === 'CONTRIBUTING.md' ? contributing.replace(sectionOf('The words'), '') : textOf(page)
    const prose = proseOf(text).map(({ text }) => text.replace(/`[^`]*`/g, '`'))
    return saysIn(prose.join('\n')).map(words => `${page}: ${words}`)
  })
  expect(said).toEqual([])
})

/** What a person reads of a file: texts with a space in them; of a solution its comments too, since they are its text. */
function readIn(path: string): string {
  const text = textOf(path)
  // Parsing takes its time, and most files say nothing of the kind anywhere.
  if (saysIn(text.replace(/\\n|\n\s*(\/\/\s*>?)?/g, ' ')).length === 0) return ''
  const { program, comments } = sourceOf(text) as ParsedText
  const texts = [
    ...nodesOf(program, 'StringLiteral').map(({ value }) => value),
    ...nodesOf(program, 'TemplateElement').map(({ value }) => value.cooked ?? value.raw),
  ]
  const told = path.startsWith('solutions/')
    ? [comments.map(({ value }) => value.replace(/^\s*>/, '')).join('\n')]
    : []
  return [...texts.filter(text => /\s/.test(text)), ...told].join('\n|\n')
}

const spoken = [...filesIn('src'), ...filesIn('solutions')].filter(
  path =>
    path.endsWith('.ts') && !/\.test\.ts$|\/testing\.ts$|^src\/bench\/|\/(bank|odd|assembly)\//.test(path),
)

test('nor does the program', () => {
  const places = new Map<string, string[]>()
  for (const path of spoken) {
    for (const words of saysIn(readIn(path))) places.set(words, [...(places.get(words) ?? []), path])
  }
  expect([...places].map(([words, paths]) => `${words}: ${paths.join(', ')}`)).toEqual([])
})
