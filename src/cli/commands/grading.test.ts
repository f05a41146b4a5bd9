/** docs/grading.md and docs/grading-elsewhere.md, followed to the letter: their commands are typed, in their order. */
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { emptyFolder, program } from '../testing.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8')

interface Typed {
  readonly command: string
  /** What the page says comes of it; `…` stands for what it leaves out. */
  readonly shown: string
}

/** The blocks in which something is typed: `$ ` and a command, then what comes of it. */
const typedIn = (page: string): Typed[] =>
  [...textOf(page).matchAll(/^```\n(\$ [\s\S]*?)\n```$/gm)].flatMap(([, block]) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map(one => {
        const [command, ...shown] = one.trimEnd().split('\n')
        return { command, shown: shown.join('\n') }
      }),
  )

/** What is another time on every machine. */
const masked = (text: string): string => text.replace(/\d+(\.\d+)? (s|ms|a second)\b/g, '… $2')

/** A folder like a clone, as far as the commands know. */
function likeClone(): string {
  const folder = emptyFolder()
  cpSync(join(root, 'docs', 'grading-example'), join(folder, 'docs', 'grading-example'), { recursive: true })
  return folder
}

function type(folder: string, command: string): string {
  const { FORCE_COLOR: _, ...env } = process.env
  const words = command.replace(/\bnpx ninja\b/g, '"$NODE" "$PROGRAM"')
  const { stdout } = spawnSync('sh', ['-c', words], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 100_000,
    env: { ...env, NO_COLOR: '1', NODE: process.execPath, PROGRAM: program },
  })
  return stdout.replace('\ufeff', '').trimEnd()
}

describe.skipIf(process.platform === 'win32').each(['docs/grading.md', 'docs/grading-elsewhere.md'])(
  'what %s types comes out as it shows',
  page => {
    const folder = likeClone()
    test.each(typedIn(page).map(({ command, shown }) => [command, shown]))('$ %s', (command, shown) => {
      let rest = masked(type(folder, command))
      const parts = masked(shown).split(/\n?^…$\n?/m)
      if (parts.length === 1) return expect(rest).toBe(parts[0])
      for (const part of parts) {
        expect(rest).toContain(part)
        rest = rest.slice(rest.indexOf(part) + part.length)
      }
    })
  },
)
