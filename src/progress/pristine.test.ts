import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepPristine, pristineOf, pristinePaths } from './pristine.ts'

let workspace: string
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'pristine-'))
})
afterEach(() => rmSync(workspace, { recursive: true }))

test('what is kept is found again under the path of its file, and the newest counts', () => {
  expect([pristineOf(workspace, 'exercises/t/01_a.ts'), pristinePaths(workspace)]).toEqual([null, []])
  keepPristine(workspace, 'exercises/t/01_a.ts', 'old')
  keepPristine(workspace, 'exercises/t/01_a.ts', 'new')
  keepPristine(workspace, '.gitignore', Buffer.from([255]))
  expect(pristineOf(workspace, 'exercises/t/01_a.ts')?.toString()).toBe('new')
  expect(pristinePaths(workspace)).toEqual(['.gitignore', 'exercises/t/01_a.ts'])
})
