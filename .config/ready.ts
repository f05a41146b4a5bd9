/** Writes dist/ready.json: what is made of the solutions, so that no command has to read all of them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeReady, READY } from '../src/cli/ready.ts'
import { allExercises, packageRoot } from '../src/cli/workspace.ts'

writeFileSync(join(packageRoot, 'dist', READY), JSON.stringify(makeReady(allExercises(null))))
