/** Which function or method a line of an exercise belongs to. */

const FUNCTION = /^export (?:async )?function\*? (\w+)/
const CLASS = /^export (?:abstract )?class (\w+)/
const METHOD = /^ {2}(?:(?:public|private|protected|static|override|async|get|set) )*\*?(\w+)(?:<.*>)?\(/

/** For each line the name of the function or method (`Value.mul`) that it stands in, or after which it comes. */
export function ownersOf(lines: readonly string[]): string[] {
  let name = ''
  let owner: string | null = null
  return lines.map(line => {
    if (line.startsWith('}')) owner = null
    const opened = CLASS.exec(line)
    if (opened !== null) [owner, name] = [opened[1], '']
    const top = FUNCTION.exec(line)
    if (top !== null) [owner, name] = [null, top[1]]
    const method = owner === null ? null : METHOD.exec(line)
    if (method !== null) name = `${owner}.${method[1]}`
    return name
  })
}
