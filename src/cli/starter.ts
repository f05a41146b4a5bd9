/** What a fresh workspace holds, as paths and contents. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Exercise } from '../catalogue/catalogue.ts'
import { FORMAT } from '../catalogue/pack.ts'
import { freshFile } from './fresh-file.ts'
import { helpFiles } from './reference.ts'
import { packageRoot, packageVersion } from './workspace.ts'

export interface StarterFile {
  /** From the workspace's root, with slashes. */
  readonly path: string
  readonly content: string | Uint8Array
}

export interface StarterChoice {
  /** The workspace lies inside this package, whose own package.json serves. */
  readonly inPackage: boolean
  readonly isPython: boolean
}

export function starterFiles(exercises: readonly Exercise[], choice: StarterChoice): StarterFile[] {
  const settings = choice.inPackage
    ? SETTINGS
    : { 'package.json': json(manifest(packageVersion())), ...SETTINGS }
  return [
    ...exercises.map(exercise => freshFile(choice, exercise)),
    ...dataFiles(),
    ...helpFiles(),
    ...Object.entries(settings).map(([path, content]) => ({ path, content })),
  ]
}

/** What makes a folder a pack that its author's editor understands. */
export function packFiles(name: string, track: string): StarterFile[] {
  const about = {
    name:
      name
        .toLowerCase()
        .replace(/[^a-z0-9-]+/g, '-')
        .replace(/^-+|-+$/g, '') || 'pack',
    version: '1.0.0',
    type: 'module',
    ninja: { format: FORMAT, tracks: [track] },
    files: ['solutions'],
    devDependencies: { 'backprop-ninja': `^${packageVersion()}` },
  }
  const include = ['solutions', 'exercises']
  return [
    { path: 'package.json', content: json(about) },
    { path: 'tsconfig.json', content: json({ ...TSCONFIG, include }) },
    { path: '.gitignore', content: SETTINGS['.gitignore'] },
  ]
}

/** The data, and the note on where they come from. */
function dataFiles(): StarterFile[] {
  const folder = join(packageRoot, 'exercises', 'data')
  return readdirSync(folder)
    .filter(name => /\.(txt|csv|md)$/.test(name))
    .map(name => ({ path: `exercises/data/${name}`, content: readFileSync(join(folder, name)) }))
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

const manifest = (version: string): object => ({
  private: true,
  type: 'module',
  devDependencies: { 'backprop-ninja': `^${version}` },
})

/** For the editor alone: `check` needs none of it. `preserve`, so that the type of a package.json that was there doesn't matter. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    module: 'preserve',
    types: [],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    verbatimModuleSyntax: true,
  },
  include: ['exercises'],
}

const SETTINGS = {
  'tsconfig.json': json(TSCONFIG),
  '.gitignore': 'node_modules/\n.ninja/\n',
  '.vscode/settings.json': `{
  // A formatter would change the parts of an exercise that are given.
  "[typescript]": {
    "editor.formatOnSave": false,
    "editor.codeActionsOnSave": { "source.organizeImports": "never" }
  }
}
`,
}
