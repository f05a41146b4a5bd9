/** The machine as far as it matters here: what is asked of it, and what that means. */
import { existsSync, realpathSync } from 'node:fs'
import { release } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { HealthItem } from '../terminal/doctor.ts'
import { style } from '../terminal/style.ts'
import { isOwnPackage, packageRoot } from './workspace.ts'

export interface Machine {
  /** `v20.19.0` */
  readonly node: string
  readonly system: string
  readonly terminal: {
    /** Undefined where stdout is no terminal. */
    readonly columns: number | undefined
    readonly term: string
    readonly colours: boolean
  }
  /** The file that was started, and by which package manager: `npm/11.6.0`. */
  readonly started: string
  readonly by: string
  /** Where this program lies. */
  readonly root: string
  /** Another program that the word `ninja` starts in the learner's shell. */
  readonly otherNinja: string | null
}

export function thisMachine({ env, platform, arch, version, stdout, argv }: NodeJS.Process): Machine {
  return {
    node: version,
    system: `${platform} ${arch}, ${release()}`,
    terminal: {
      columns: stdout.isTTY ? stdout.columns : undefined,
      term: env.TERM ?? 'not set',
      colours: style.good('x') !== 'x',
    },
    started: argv[1] ?? '',
    by: env.npm_config_user_agent?.split(' ')[0] ?? 'no package manager',
    root: packageRoot,
    otherNinja: firstNinja(env.PATH ?? '', platform === 'win32'),
  }
}

/** What `ninja` alone starts in a shell, unless that is this program. Nothing is run to find out. */
export function firstNinja(path: string, windows: boolean): string | null {
  const names = windows ? ['ninja.exe', 'ninja.cmd', 'ninja.bat'] : ['ninja']
  // npx and npm scripts put folders of their own before the shell's.
  const folders = path
    .split(delimiter)
    .filter(folder => folder !== '' && !/[\\/]node_modules[\\/]/.test(folder))
  const found = folders.flatMap(folder => names.map(name => join(folder, name))).find(existsSync)
  return found === undefined || isOurs(found) ? null : found
}

function isOurs(file: string): boolean {
  try {
    const real = realpathSync(file)
    // On Windows a global install is a script beside its node_modules.
    return (
      isOwnPackage(dirname(dirname(real))) ||
      isOwnPackage(join(dirname(real), 'node_modules', 'backprop-ninja'))
    )
  } catch {
    return false
  }
}

/** `least`: the oldest Node that is supported, `20.19`. `ninja`: how this program is called here. */
export function judgeMachine(machine: Machine, least: string, ninja: string): HealthItem[] {
  const { node, system, terminal, started, by, root, otherNinja } = machine
  const { columns, term, colours } = terminal
  const supported = isAtLeast(node, least)
  return [
    {
      state: supported ? 'good' : 'bad',
      what: 'node',
      found: `${node}; ${least} or newer is needed`,
      wayOut: supported ? undefined : 'install a newer Node from https://nodejs.org',
    },
    { state: 'nothing', what: 'system', found: system },
    {
      state: 'nothing',
      what: 'terminal',
      found: `${columns === undefined ? 'none' : `${columns} columns`}, TERM ${term}, colours ${colours ? 'on' : 'off'}`,
    },
    { state: 'nothing', what: 'program', found: `${root}, started as ${started} by ${by}` },
    ...(otherNinja === null
      ? []
      : [
          {
            state: 'nothing' as const,
            what: 'PATH',
            found: `typing just ninja starts another program, ${otherNinja}; type ${ninja}`,
          },
        ]),
  ]
}

/** Versions as numbers between dots; a `v` before them doesn't matter. */
export function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [version, least].map(text => text.replace(/^v/, '').split('.').map(Number.parseFloat))
  const at = b.findIndex((number, i) => (a[i] ?? 0) !== number)
  return at === -1 || (a[at] ?? 0) > b[at]
}
