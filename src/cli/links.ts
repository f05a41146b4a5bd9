/**
 * Links from a workspace's node_modules to this program, as npm would make them: so that `npx ninja` there means this
 * program and not the registry's unrelated package of that name, and editors find the types, with nothing installed.
 */
import { existsSync, lstatSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NinjaError } from '../errors.ts'
import { makeFolder } from '../progress/atomic.ts'
import { onDisk } from '../progress/refusal.ts'
import { isOwnPackage, packageRoot } from './workspace.ts'

/** Leaves alone whatever is there. Where the disk refuses, a sentence that says so, else null. */
export function linkPackage(root: string, windows = process.platform === 'win32'): string | null {
  const modules = join(root, 'node_modules')
  const installed = join(modules, 'backprop-ninja')
  try {
    makeFolder(join(modules, '.bin'))
    place(installed, () => symlinkSync(packageRoot, installed, windows ? 'junction' : 'dir'))
    if (isOwnPackage(installed))
      for (const name of ['ninja', 'backprop-ninja']) linkProgram(join(modules, '.bin', name), windows)
    return null
  } catch (error) {
    if (!(error instanceof NinjaError)) throw error
    return `${error.message}; run npm install in ${root}, so that your editor knows the types`
  }
}

function linkProgram(path: string, windows: boolean): void {
  const script = `${path}.cmd`
  if (windows)
    place(script, () => writeFileSync(script, '@node "%~dp0\\..\\backprop-ninja\\bin\\ninja.js" %*\r\n'))
  else place(path, () => symlinkSync('../backprop-ninja/bin/ninja.js', path))
}

function place(path: string, make: () => void): void {
  onDisk('write', path, () => {
    const there = lstatSync(path, { throwIfNoEntry: false })
    const dangling = there?.isSymbolicLink() === true && !existsSync(path) // what it led to was moved or removed
    if (dangling) unlinkSync(path)
    if (there === undefined || dangling) make()
  })
}
