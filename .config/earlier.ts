/** Keeps what `init` writes in this version, so that later ones can update a clone in which somebody learnt with it. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { starterFiles } from '../src/cli/starter.ts'
import { earlierFolder, earlierFrom, readEarlier } from '../src/cli/update/earlier.ts'
import { allExercises, packageVersion } from '../src/cli/workspace.ts'

const file = join(earlierFolder, `${packageVersion()}.json.br`)
if (existsSync(file)) throw new Error(`${file} is there already: what a version wrote doesn't change`)
const texts = new Map(
  starterFiles(allExercises(null), true)
    .filter(({ path }) => !path.startsWith('exercises/data/'))
    .map(({ path, content }) => [path, content.toString()]),
)
const bytes = earlierFrom(texts, readEarlier())
if (bytes !== null) writeFileSync(file, bytes)
console.log(bytes === null ? 'nothing has changed since' : `${file}: ${bytes.length} bytes`)
