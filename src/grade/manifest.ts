/** What a folder of results rests on: manifest.json. Two of them that differ in it don't belong together. */
import type { GradeStatus, Student } from './record.ts'

export interface GradeManifest {
  readonly version: 1
  readonly tool: string
  /** The versions of Node that judged. */
  readonly node: readonly string[]
  readonly exercises: readonly ManifestExercise[]
  /** `quickjs` or `thread`: the room that was asked for. */
  readonly room: string
  readonly limits: { readonly time: number; readonly isWish: boolean; readonly memory: number }
  /** Digests of the list of names, and of the secret that seeds are made with; null: every seed is the usual one. */
  readonly data: string
  readonly secret: string | null
  /** As ISO 8601 in UTC. */
  readonly due: string | null
  /** `3/8`; all that are here. */
  readonly shards: readonly string[]
  readonly counts: Readonly<Record<GradeStatus, number>>
  readonly hasRoster: boolean
  readonly students: readonly Student[]
  /** Files of nobody, below the folder of the submissions. */
  readonly strays: readonly string[]
}

export interface ManifestExercise {
  readonly id: string
  readonly title: string
  /** Digest of all that it is made of. */
  readonly pack: string
  /** Of each blank. */
  readonly points: readonly (readonly [blank: string, points: number])[]
}

export const noCounts: GradeManifest['counts'] = { graded: 0, missing: 0, ungradable: 0, held: 0, stopped: 0 }
