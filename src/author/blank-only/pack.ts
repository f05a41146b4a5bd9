/** A pack without answers, made of the one that has them: all of its files, as paths and contents. */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Exercise, pythonInputs, readSolution } from '../../catalogue/catalogue.ts'
import { FORMAT, type Pack } from '../../catalogue/pack.ts'
import { rowsFile, rowsText } from '../../checker/value/recorded.ts'
import { toBlankOnly } from '../../notebook/blank-only.ts'
import { includedIn } from '../../notebook/solution.ts'
import { modulesIn } from '../../text/script.ts'
import { sourceOf } from '../../text/source.ts'
import { blankVersion } from '../filled.ts'
import { DATA, digestOf, filesBelow } from './digest.ts'
import { bareCheck } from './rows.ts'

export interface PackFile {
  /** From the pack's root, with /. */
  readonly path: string
  readonly content: string | Uint8Array
}

/** `data`: the file with the list of names. Throws what keeps an exercise from going out without its answers. */
export function blankPack(pack: Pack, exercises: readonly Exercise[], data: string): PackFile[] {
  const own = exercises.flatMap(exercise => filesOf(exercise, data))
  return [
    { path: 'package.json', content: `${JSON.stringify(manifestFor(pack, exercises), null, 2)}\n` },
    ...licences(pack),
    ...unique(own),
    ...filesBelow(pack.root, DATA).map(path => ({ path, content: readFileSync(join(pack.root, path)) })),
  ]
}

const unique = (files: readonly PackFile[]): PackFile[] => [
  ...new Map(files.map(file => [file.path, file])).values(),
]

/** What of its package.json goes out. */
function manifestFor(pack: Pack, exercises: readonly Exercise[]): object {
  const own = JSON.parse(pack.files.read('package.json') ?? '{}') as Record<string, unknown>
  const { name = basename(pack.root), version = '1.0.0', description, author, license } = own
  const isThere = (track: string): boolean => exercises.some(one => one.track === track)
  return {
    ...{ name: `${name}-homework`, version, description, author, license, type: 'module' },
    ninja: {
      format: FORMAT,
      tracks: pack.tracks.filter(isThere),
      ...(pack.start === null || !isThere(pack.start) ? {} : { start: pack.start }),
      blankOnly: { madeOf: digestOf(pack, exercises), exercises: exercises.map(({ id }) => id) },
    },
    files: ['solutions', 'exercises'],
  }
}

const licences = ({ files }: Pack): PackFile[] =>
  (files.list('') ?? [])
    .filter(name => /^licen[cs]e(\.\w+)?$/i.test(name))
    .map(path => ({ path, content: files.read(path)! }))

function filesOf(exercise: Exercise, data: string): PackFile[] {
  const { id } = exercise
  const check = bareCheck(exercise, data)
  const solution = toBlankOnly(readSolution(exercise), check?.cell ?? null)
  return [
    { path: `solutions/${id}.ts`, content: solution },
    ...(check === null ? [] : [{ path: rowsFile(id), content: rowsText(check.rows) }]),
    ...partsFor(exercise, solution),
    { path: `exercises/${id}.ts`, content: blankVersion(exercise) },
  ]
}

/** What a solution includes and imports, and what that imports; and the Python that its notebook begins with. */
function partsFor(exercise: Exercise, solution: string): PackFile[] {
  const { track, pack } = exercise
  const parts = new Map<string, string>()
  const open = [...includedIn(solution), ...importedBy(solution)]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const text = parts.has(name) ? null : pack.files.read(`solutions/${track}/${name}`)
    if (text === null) continue
    parts.set(name, text)
    open.push(...importedBy(withoutHead(text)))
  }
  const python = pythonInputs(exercise)
  return [
    ...[...parts].map(([name, content]) => ({ path: `solutions/${track}/${name}`, content })),
    ...(python === null ? [] : [python]),
  ]
}

const importedBy = (text: string): string[] => {
  const source = sourceOf(text)
  const names = source.program === null ? [] : modulesIn(source)
  return names.filter(name => name.startsWith('./')).map(name => name.slice(2))
}

/** A part that is included goes without what stands above its first cell. */
const withoutHead = (text: string): string =>
  /^\/\/ %%/m.test(text) ? text.slice(text.search(/^\/\/ %%/m)) : text
