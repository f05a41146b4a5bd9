import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root,
  resolve: { alias: { 'backprop-ninja': `${root}/src/index.ts` } },
  test: { include: ['src/**/*.test.ts'], testTimeout: 30_000 },
})
