/** What is made of results.jsonl for people and for other programs. */
import { join } from 'node:path'
import type { GradeManifest } from '../../grade/manifest.ts'
import { writeAtomically } from '../../progress/atomic.ts'

export const MANIFEST = 'manifest.json'

export const writeManifest = (folder: string, manifest: GradeManifest): void =>
  writeAtomically(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
