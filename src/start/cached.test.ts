/** The compiled code that a check keeps for later starts. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, freshWorkspace, ninja, program } from '../cli/testing.ts'

test('V8 takes what a check has kept, whatever the command', () => {
  const folder = freshWorkspace()
  ninja(folder, ['check', '01'])
  const hook = join(emptyFolder(), 'hook.cjs')
  writeFileSync(
    hook,
    `const vm = require('node:vm')
    vm.Script = class extends vm.Script {
      constructor(source, options) {
        super(source, options)
        if (options.cachedData) process.on('exit', () => console.log('refused:', this.cachedDataRejected))
      }
    }`,
  )
  for (const words of [['check', '01'], ['next'], ['--version'], ['try', '1']]) {
    const { stdout } = spawnSync(process.execPath, ['--require', hook, program, ...words], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect([words, stdout]).toEqual([words, expect.stringContaining('refused: false')])
  }
})
