/** Code is read here, by a parser. Nobody else looks for the words of the language with a regular expression. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from '@babel/parser'
import { expect, test } from 'vitest'
import { type Node, nodesOf } from './tree.ts'
import { namesDeclared, usesIn } from './values.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const WORDS = ['function', 'return', 'import', 'export', 'class', 'const', '=>']

const files = ['src', 'bin']
  .flatMap(folder =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map(path => `${folder}/${path}`),
  )
  .map(path => path.replaceAll('\\', '/'))
  // AssemblyScript is another language, and has none.
  .filter(
    path =>
      path.endsWith('.ts') &&
      !path.includes('/assembly/') &&
      !path.endsWith('.test.ts') &&
      !path.startsWith('src/text/'),
  )

/** The regular expressions of a text that look for a word of the language, each with its line. */
function readersIn(text: string): string[] {
  const { program } = parse(text, { sourceType: 'module', plugins: ['typescript'] })
  const made = [...nodesOf(program, 'NewExpression'), ...nodesOf(program, 'CallExpression')]
    .filter(({ callee }) => callee.type === 'Identifier' && callee.name === 'RegExp')
    .flatMap(node => node.arguments)
  const literals = nodesOf(program, 'RegExpLiteral').map(node => ({ node, texts: [node.pattern] }))
  return [...literals, ...made.map(node => ({ node, texts: textsIn(node, program) }))]
    .filter(({ texts }) => WORDS.some(word => texts.some(one => one.includes(word))))
    .map(({ node, texts }) => `${node.loc!.start.line}: ${texts.join(' … ')}`)
}

/** The texts that an expression is put together from, those of the constants in it too. */
function textsIn(node: Node, program: Node, known: readonly string[] = []): string[] {
  const own = [
    ...nodesOf(node, 'StringLiteral').map(({ value }) => value),
    ...nodesOf(node, 'TemplateElement').map(({ value }) => value.raw),
    ...nodesOf(node, 'RegExpLiteral').map(({ pattern }) => pattern),
  ]
  const names = usesIn(node)
    .map(({ name }) => name)
    .filter(name => !known.includes(name))
  const constants = nodesOf(program, 'VariableDeclaration').filter(one =>
    namesDeclared(one).some(name => names.includes(name)),
  )
  return [...own, ...constants.flatMap(one => textsIn(one, program, [...known, ...names]))]
}

test('outside of src/text no regular expression looks for a word of the language', () => {
  expect(files).toContain('src/cli/main.ts')
  const found = files.flatMap(path =>
    readersIn(readFileSync(`${root}${path}`, 'utf8')).map(one => `${path}:${one}`),
  )
  expect(found).toEqual([])
})

test.each([
  ['a.replace(/^export /, b)', 1],
  [`\n\nnew RegExp(\`(function $\{name}\\\\()\`)`, 3],
  ["RegExp('=' + '> class')", 1],
  [`const words = 'const|let'\nconst all = \`($\{words})\`\nnew RegExp([all, /a/.source].join(''))`, 3],
  ['const RETURN = String.raw`\\breturn`\nnew RegExp(RETURN)', 2],
  ['f(x => /=>/.test(x))', 1],
])('%j has one in line %i', (text, line) => {
  expect(readersIn(text).map(one => Number.parseInt(one, 10))).toEqual([line])
})

test.each([
  '// /return/\nconst a = "import"',
  'const a = /x/\nconst b = "class"',
  "new RegExp(a)\nconst b = 'return'",
])('%j has none', text => {
  expect(readersIn(text)).toEqual([])
})
