/** Whether files can be written, asked before the first of them is. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ifThere, onDisk } from './refusal.ts'

/** @throws NinjaError 'workspace' for the first file that can't be replaced or made, as writing it would. */
export function demandWritable(paths: readonly string[]): void {
  const asked = new Set<string>()
  for (const path of paths) {
    onDisk('write', path, () => {
      const target = ifThere(() => realpathSync(path), path)
      for (const place of [target, nearestThere(dirname(target))]) {
        if (asked.has(place) || statSync(place, { throwIfNoEntry: false }) === undefined) continue
        accessSync(place, constants.W_OK)
        asked.add(place)
      }
    })
  }
}

function nearestThere(folder: string): string {
  const isThere = statSync(folder, { throwIfNoEntry: false }) !== undefined
  return isThere || folder === dirname(folder) ? folder : nearestThere(dirname(folder))
}
