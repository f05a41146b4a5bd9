/** The project's own files without their types: word by word what TypeScript's own compiler makes of them. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { compiledBy, differenceFrom } from './testing.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** AssemblyScript is another language. */
const files = ['exercises', 'solutions', 'src'].flatMap(folder =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts') && !path.includes('assembly'))
    .map(path => `${folder}/${path}`),
)

test.each(['exercises', 'solutions', 'src'])(
  'of each file in %s is left what the compiler leaves, each word in its place',
  folder => {
    const own = files.filter(path => path.startsWith(`${folder}/`))
    const texts = own.map(path => readFileSync(`${root}${path}`, 'utf8'))
    const compiled = compiledBy(texts)
    const wrong = own.flatMap((path, i) => {
      const difference = differenceFrom(compiled[i], texts[i])
      return difference === null ? [] : `${path}: ${difference}`
    })
    expect(own.length).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  },
  30_000,
)
