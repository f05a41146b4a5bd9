#!/usr/bin/env node
import { createRequire } from 'node:module'

// A bundle in CommonJS: an ES module would be read and linked anew at each start.
createRequire(import.meta.url)('../dist/ninja.cjs')
