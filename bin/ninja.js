#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

// A bundle in CommonJS: an ES module would be read and linked anew at each start.
const program = fileURLToPath(new URL('../dist/ninja.cjs', import.meta.url))
if (existsSync(program)) createRequire(import.meta.url)(program)
else {
  console.error('error: backprop-ninja is not built yet\n  in its folder, run: npm ci')
  process.exitCode = 2
}
