/** The one import that every exercise has: names from 'backprop-ninja'. */

const STATEMENT = /^import (type )?\{([^}]*)\} from ['"]backprop-ninja['"];?[^\S\n]*$/gm

const CODE_CELL = /^\/\/ %%(?! \[markdown\])/m

/**
 * The text with a single such import, in the place of its first, that has all of its names and the given ones. Where
 * it has none, a cell for the import is put in front of the code.
 */
export function mergeImports(text: string, names: readonly string[]): string {
  if (names.length > 0 && text.search(STATEMENT) === -1)
    return text.replace(CODE_CELL, cell => `// %%\n${importOf([...new Set(names)].sort(byName))}\n\n${cell}`)
  const all = [...new Set([...namesIn(text), ...names])]
  // `type X` and `X` are one name: the value import serves both.
  const needed = all.filter(name => !name.startsWith('type ') || !all.includes(name.slice(5))).sort(byName)
  let first = true
  return text.replace(STATEMENT, () => {
    const line = first ? importOf(needed) : ''
    first = false
    return line
  })
}

/** The names a text imports, types as `type X`. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(STATEMENT)].flatMap(([, type = '', list]) =>
    list
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== '')
      .map(name => (type !== '' && !name.startsWith('type ') ? `type ${name}` : name)),
  )
}

/** As a dictionary has it, `tensor` before `Tensor`. Comparing by locale takes longer to start than all the rest. */
function byName(a: string, b: string): number {
  const [x, y] = [a.replace('type ', ''), b.replace('type ', '')]
  const [left, right] = [x.toLowerCase(), y.toLowerCase()]
  if (left !== right) return left < right ? -1 : 1
  return x > y ? -1 : 1
}

function importOf(names: readonly string[]): string {
  const line = `import { ${names.join(', ')} } from 'backprop-ninja'`
  if (line.length <= 110) return line
  const rows: string[] = []
  for (const name of names) {
    const row = rows.at(-1)
    if (row !== undefined && `${row} ${name},`.length <= 108) rows[rows.length - 1] = `${row} ${name},`
    else rows.push(`${name},`)
  }
  return `import {\n${rows.map(row => `  ${row}`).join('\n')}\n} from 'backprop-ninja'`
}
