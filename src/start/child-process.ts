/**
 * Stands in for `node:child_process` in what is bundled: loaded when a program is started, which a check never does, and
 * not when commander is.
 */
import type * as real from 'node:child_process'

const load = (): typeof real => process.getBuiltinModule('node:child_process')

export const spawn = ((...given: Parameters<typeof real.spawn>) =>
  load().spawn(...given)) as typeof real.spawn
export const fork = ((...given: Parameters<typeof real.fork>) => load().fork(...given)) as typeof real.fork
