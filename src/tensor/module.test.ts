import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compiledModule, folders, moduleFile } from '../../.config/kernels.ts'

test.each(folders)('the compiled kernels of %s are what their source compiles to', async folder => {
  expect(readFileSync(moduleFile(folder), 'utf8')).toBe(await compiledModule(folder))
})
