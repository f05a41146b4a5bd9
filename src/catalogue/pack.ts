/** Packs: folders of exercises with a package.json that says so. The built-in exercises are one. */
import { NinjaError } from '../errors.ts'

export interface Pack {
  /** Of its package.json, else of its folder. */
  readonly name: string
  readonly root: string
  /** Tracks in the order of the list; others come after them, by name. */
  readonly tracks: readonly string[]
  /** The track that a new learner begins with; null: the first. */
  readonly start: string | null
  /** Of a pack for homework, which has no answers: what it was made of. Null: it has its answers. */
  readonly blankOnly: BlankOnly | null
  readonly files: PackFiles
}

export interface BlankOnly {
  /** The digest of the pack with the answers, as far as its exercises go. */
  readonly madeOf: string
  /** Which of that pack's exercises it has. */
  readonly exercises: readonly string[]
}

/** The files of a pack, by their paths from its root, with /. Where they are is the business of whoever hands them in. */
export interface PackFiles {
  /** The text of a file; null where there is none. */
  readonly read: (path: string) => string | null
  /** The names in a folder, those of folders with a / behind them; null where there is no such folder. */
  readonly list: (folder: string) => readonly string[] | null
  /** What a file is called outside of the pack: in messages, and in the engine's stacks. */
  readonly path: (path: string) => string
}

/** Of the `ninja` field that this program understands. */
export const FORMAT = 1

/** The built-in pack's name, always this program's own. */
export const OWN = 'backprop-ninja'

/** The `ninja` field of a package.json; null where it has none. */
export function fieldIn(manifest: unknown): Readonly<Record<string, unknown>> | null {
  const field = isRecord(manifest) ? manifest.ninja : undefined
  return isRecord(field) ? field : null
}

/** A folder as a pack, by its package.json. Throws what that lacks. */
export function packFrom(manifest: unknown, root: string, files: PackFiles): Pack {
  const field = fieldIn(manifest)
  if (field?.format === undefined) {
    throw new NinjaError(
      'pack',
      `${root} is not a pack: its package.json has no "ninja" field with a format`,
      `add one: "ninja": { "format": ${FORMAT}, "tracks": [] }`,
    )
  }
  if (field.format !== FORMAT) {
    const newer = typeof field.format === 'number' && field.format > FORMAT
    throw new NinjaError(
      'pack',
      `the pack in ${root} has the format ${JSON.stringify(field.format)}; this program reads format ${FORMAT}`,
      newer ? `npm install ${OWN}@latest reads newer ones` : `write "format": ${FORMAT}`,
    )
  }
  const { tracks = [], start = null } = field
  if (!Array.isArray(tracks) || !tracks.every(track => typeof track === 'string')) {
    throw new NinjaError('pack', `the pack in ${root} has "tracks" that are no list of names`)
  }
  if (start !== null && typeof start !== 'string') {
    throw new NinjaError('pack', `the pack in ${root} has a "start" that is not the name of a track`)
  }
  const { name } = manifest as { name?: unknown }
  return {
    name: typeof name === 'string' ? name : root,
    root,
    tracks,
    start,
    blankOnly: blankOnlyIn(field.blankOnly, root),
    files,
  }
}

function blankOnlyIn(mark: unknown, root: string): BlankOnly | null {
  if (mark === undefined) return null
  if (isRecord(mark) && typeof mark.madeOf === 'string' && Array.isArray(mark.exercises))
    return { madeOf: mark.madeOf, exercises: mark.exercises.map(String) }
  throw new NinjaError(
    'pack',
    `the pack in ${root} has a "blankOnly" that doesn't say what it was made of`,
    'make it again with: ninja build --blank-only, in the pack that has the answers',
  )
}

/** A folder of exercises that is not a pack yet: nothing is known of its order. */
export const unnamedPack = (root: string, files: PackFiles): Pack => ({
  name: root,
  root,
  tracks: [],
  start: null,
  blankOnly: null,
  files,
})

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
