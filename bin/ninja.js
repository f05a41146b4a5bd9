#!/usr/bin/env node
// CommonJS, as the package.json beside it says: Node starts the machinery of ES modules only where there is one.
const { existsSync } = require('node:fs')
const { join } = require('node:path')

const program = join(__dirname, '../dist/ninja.cjs')
if (existsSync(program)) require(program)
else {
  console.error('error: backprop-ninja is not built yet\n  in its folder, run: npm ci')
  process.exitCode = 2
}
