/** Blanks emptied again in a file that a learner has filled in. */
import { definitionsIn, lineOfBlank } from './definitions.ts'
import { edited } from './edits.ts'
import { openFilling } from './filling.ts'
import { importedNames, mergeImports } from './imports.ts'
import { readable } from './salvage.ts'

export interface Reblanked {
  readonly text: string
  /** The blanks that had something in them. */
  readonly emptied: readonly string[]
}

/** The text with the bodies that the fresh exercise has in these functions. All else stays, their heads too. */
export function reblanked(text: string, fresh: string, blanks: readonly string[]): Reblanked {
  const [own, given] = [openFilling(text, blanks), openFilling(fresh, blanks)]
  const changes = blanks.flatMap(name => {
    const [here, there] = [own.bodies.get(name), given.bodies.get(name)]
    if (here === undefined || there === undefined) return []
    const by = fresh.slice(there.start, there.end)
    const isSame = text.slice(here.start, here.end) === by
    return isSame ? [] : [{ name, start: here.start, end: here.end, by: here.isBare ? `{${by}}` : by }]
  })
  const emptied = edited(text, changes).text
  return {
    text:
      usesTodo(fresh) && !importedNames(emptied).includes('TODO') ? mergeImports(emptied, ['TODO']) : emptied,
    emptied: changes.map(({ name }) => name),
  }
}

function usesTodo(fresh: string): boolean {
  const { source } = readable(fresh)
  return (
    source !== null &&
    [...definitionsIn(source).values()].some(({ code }) => code !== null && lineOfBlank(code) !== null)
  )
}
