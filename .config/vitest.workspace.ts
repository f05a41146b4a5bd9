/** A place for one workspace that all test files copy: whoever needs it first makes it. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

export default function provideWorkspace(project: TestProject): () => void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ninja-shared-')))
  project.provide('workspace', join(folder, 'workspace'))
  return () => rmSync(folder, { recursive: true, force: true })
}
