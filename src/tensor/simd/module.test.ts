import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compiledModule, moduleFile } from '../../../.config/kernels.ts'

test('the compiled kernels are what their source compiles to', async () => {
  expect(readFileSync(moduleFile, 'utf8')).toBe(await compiledModule())
})
