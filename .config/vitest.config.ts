import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What is only so in a fresh clone: in one that somebody learns in, exercises/ is filled in. */
const fresh = 'the exercises that are committed are what is generated'

export default defineConfig({
  root,
  resolve: { alias: { 'backprop-ninja': `${root}/src/index.ts` } },
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 30_000,
    // Half of two cores would be idle otherwise: most tests wait for programs that they start.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    ...(process.env.CI ? {} : { testNamePattern: new RegExp(`^(?!.*${fresh})`) }),
  },
})
