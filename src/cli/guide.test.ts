/** The guide for instructors, followed to the letter: its commands are run, its file is written, its words are compared. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, ninja } from './testing.ts'
import { packageRoot } from './workspace.ts'

const contributing = readFileSync(join(packageRoot, 'CONTRIBUTING.md'), 'utf8')
const guide = /### … write an exercise\n([\s\S]*?)\n### /.exec(contributing)![1]

/** Its blocks in order: what is to be typed, what is to be written, what is to be seen. */
const blocks = [...guide.matchAll(/```(sh|ts|json|)\n([\s\S]*?)```/g)].map(([, kind, text]) => ({
  kind,
  text,
}))

/** Where something is still to do when it is checked. */
const open = (line: string): boolean => /^npx ninja check$/.test(line)

/** How many lines are made of an answer may change. */
const counted = (text: string): string => text.replace(/ \d+(?=[ ,\n])/g, ' some')

test('from an empty folder to learners who have the exercise', () => {
  let cwd = emptyFolder()
  let said = ''
  const types = (line: string): void => {
    const [program, ...words] = line.split(' ')
    if (program === 'mkdir') mkdirSync(join(cwd, words[0]))
    else if (program === 'cd') cwd = join(cwd, words[0])
    else if (program === 'npm') execFileSync('npm', [...words, '--offline'], { cwd, stdio: 'pipe' })
    else {
      expect(line).toMatch(/^npx (backprop-)?ninja /)
      const { status, stdout, stderr } = ninja(cwd, words.slice(1))
      // On a busy machine verify says how far it has come.
      expect(stderr.replace(/^verify: .*\n/gm, '')).toBe('')
      expect({ line, status }).toEqual({ line, status: open(line) ? 1 : 0 })
      said = stdout
    }
  }
  const file = /`(solutions\/\S+\.ts)`:/.exec(guide)![1]
  for (const { kind, text } of blocks) {
    if (kind === 'ts') {
      readFileSync(join(cwd, file)) // `new` has made it
      writeFileSync(join(cwd, file), text)
    } else if (kind === 'json') {
      const { ninja } = JSON.parse(readFileSync(join(cwd, '..', 'norms', 'package.json'), 'utf8'))
      expect(JSON.parse(text).ninja).toMatchObject(ninja)
    } else if (kind === 'sh') for (const line of text.trim().split('\n')) types(line)
    else expect(counted(said.replace(/, \d+\.\d s$/m, ''))).toBe(counted(text))
  }
  expect(blocks.map(({ kind }) => kind)).toEqual(['sh', 'ts', 'sh', '', 'sh', 'sh', 'json'])
})

test('its exercise has five gradients', () => {
  const { text } = blocks.find(({ kind }) => kind === 'ts')!
  expect(text.match(/^export function d\w+/gm)).toHaveLength(5)
})

test('its example of a check is an exercise', () => {
  const example = /### Blanks that aren't gradients[\s\S]*?```ts\n([\s\S]*?)```/.exec(contributing)![1]
  const root = emptyFolder()
  ninja(root, ['new', 'slopes/slope'])
  const file = join(root, 'solutions', 'slopes', '01_slope.ts')
  writeFileSync(file, `// %% [markdown]\n// # 01 · The slope\n\n${example}`)
  expect(ninja(root, ['build']).status).toBe(0)
  expect(ninja(root, ['verify']).stdout).toContain('1 exercise verified: 12 wrong lines tried')
})
