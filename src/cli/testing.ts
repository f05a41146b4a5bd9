/** For tests of commands: the real program, in folders of its own. */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the workspace is, or will be, that all test files copy. */
    workspace: string
  }
}

export const program = fileURLToPath(new URL('../../bin/ninja.js', import.meta.url))

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>
  /** As a user without rights in what belongs to us: root could write anywhere. */
  readonly asNobody?: boolean
  /** Milliseconds. */
  readonly timeout?: number
  /** Another installation's. */
  readonly program?: string
}

const NOBODY = 65534

/** Runs `ninja` with these words in a folder. */
export function ninja(
  cwd: string,
  words: readonly string[],
  { env = {}, asNobody, timeout = 60_000, program: own = program }: Surroundings = {},
): Ran {
  const { FORCE_COLOR: _, ...inherited } = process.env
  const lower = asNobody === true && process.geteuid?.() === 0
  const { status, stdout, stderr } = spawnSync(process.execPath, [own, ...words], {
    cwd,
    encoding: 'utf8',
    timeout,
    env: { ...inherited, NO_COLOR: '1', ...env },
    ...(lower ? { uid: NOBODY, gid: NOBODY } : {}),
  })
  return { status, stdout, stderr }
}

const folders: string[] = []
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** An empty folder that others may look into; it is removed after the tests of its file. */
export function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ninja-')))
  chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}

/** A fresh workspace, as `init` makes it: one is made for all test files, the others are its copies. */
export function freshWorkspace(): string {
  const template = inject('workspace')
  if (!existsSync(template)) {
    const made = initialised(emptyFolder())
    try {
      renameSync(made, template)
    } catch {
      // Another file's was there first.
    }
  }
  const folder = emptyFolder()
  cpSync(template, folder, { recursive: true, verbatimSymlinks: true })
  return folder
}

/** One whose exercises are notebooks, where they can be. */
export const pythonWorkspace = (): string => initialised(emptyFolder(), '--python')

function initialised(folder: string, ...options: readonly string[]): string {
  const { status, stderr } = ninja(folder, ['init', ...options])
  if (status !== 0) throw new Error(`init failed: ${stderr}`)
  return folder
}
