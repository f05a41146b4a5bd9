/** What a folder of results rests on: manifest.json. Two of them that differ in it don't belong together. */
import { compareText } from './ordering.ts'
import type { Assignment, GradeStatus, Student } from './record.ts'

export interface GradeManifest {
  readonly version: 1
  readonly tool: string
  /** The versions of Node that judged. */
  readonly node: readonly string[]
  readonly exercises: readonly ManifestExercise[]
  /** The room that was asked for. */
  readonly room: 'quickjs' | 'thread'
  readonly limits: { readonly time: number; readonly isWish: boolean; readonly memory: number }
  /** Digests of the list of names, and of the secret that seeds are made with; null: every seed is the usual one. */
  readonly data: string
  readonly secret: string | null
  /** In UTC, as ISO 8601. */
  readonly due: string | null
  readonly isAnonymous: boolean
  /** `3/8`; all that are here. */
  readonly shards: readonly string[]
  readonly counts: Readonly<Record<GradeStatus, number>>
  readonly hasRoster: boolean
  readonly students: readonly ManifestStudent[]
  readonly strays: readonly ManifestStray[]
}

export interface ManifestExercise {
  readonly id: string
  readonly title: string
  /** Digest of all that it is made of. */
  readonly pack: string
  /** Of each blank, in their order. */
  readonly points: Readonly<Record<string, number>>
}

export interface ManifestStudent extends Student {
  /** In the roster, from 0; null where that is nobody's business, or there is none. */
  readonly place: number | null
}

/** A file that isn't graded, and why. */
export interface ManifestStray {
  readonly path: string
  /** Whose it is, where that is known. */
  readonly student: string | null
  /** In words that go on after its name. */
  readonly reason: string
}

export const noCounts: GradeManifest['counts'] = { graded: 0, missing: 0, ungradable: 0, held: 0, stopped: 0 }

/** As a table of the class has them. */
export const inOrder = (students: readonly ManifestStudent[]): ManifestStudent[] =>
  students.toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0) || compareText(a.id, b.id))

export const strayOrder = (strays: readonly ManifestStray[]): ManifestStray[] =>
  strays.toSorted((a, b) => compareText(a.path, b.path))

/** What the tables of a class are made by. */
export const assignmentIn = ({ exercises, students, hasRoster }: GradeManifest): Assignment => ({
  exercises: exercises.map(({ id, title, points }) => ({
    id,
    title,
    points: new Map(Object.entries(points)),
  })),
  students: students.map(({ place: _, ...student }) => student),
  hasRoster,
})
