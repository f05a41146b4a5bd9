/** Stands in for `sucrase` in what is bundled: it is a bundle of its own, loaded where a text really needs it. */
import { join } from 'node:path'
import type * as real from 'sucrase'
import { loadCached } from './cached.ts'

export const transform = ((...given: Parameters<typeof real.transform>) =>
  loadCached(join(import.meta.dirname, 'sucrase.cjs'), 'all').transform(...given)) as typeof real.transform
