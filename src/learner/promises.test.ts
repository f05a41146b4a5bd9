/** What a learner's code begins and does not wait for: nothing of it ever runs, and `import()` would give nothing if it did. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import { emptyFolder } from '../cli/testing.ts'
import { type Room, roomOver } from '../room/room.ts'
import type { Carrier } from '../room/side.ts'
import { openRoom, program, valueIn } from '../room/testing.ts'
import { defaultLimits } from './patience.ts'
import { startThread } from './starting.ts'
import { carrierOver } from './thread.ts'

const begun = `
  const seen: string[] = []
  const later = (what: string) => () => { seen.push(what) }
  const failed = (what: string) => ({ code, message }: any) => { seen.push(what + ': ' + (code ?? message)) }
  export function it(): any {
    Promise.resolve().then(later('a promise'))
    void (async () => { await null; seen.push('an async function') })()
    setTimeout(later('a timer'), 0)
    import('node:fs').then(later('import'), failed('import'))
    ;(0, eval)("import('node:fs')").then(later('import in eval'), failed('import in eval'))
    eval("import('node:fs')").then(later('import in a nested eval'), failed('import in a nested eval'))
    new Function("return import('node:fs')")().then(later('import in Function'), failed('import in Function'));
    ["return import('node:fs')"].map(text => Function(text)()).map(one => one.then(later('import by map'), failed('import by map')))
    import('backprop-ninja').then(later('import of ours'), failed('import of ours'))
    import('data:text/javascript,1').then(later('import of data'), failed('import of data'))
    return seen
  }`

test('nothing of it runs between one call and the next', () => {
  const room = openRoom()
  expect(valueIn(room, begun).value).toEqual([])
  const rows = room.check({ '/check.ts': again }, '/check.ts', { names: () => '', table: () => '' })
  rows.draw(1)
  for (const _ of [1, 2, 3]) expect(rows.row(0).kept).toEqual([])
})

const again = "(function () { return { check: ({ it }) => [{ name: 'it', blank: 'it', learner: it }] } })"

describe('where all the same it is let run, in a thread like that one', () => {
  let room: Room
  let carrier: Carrier

  beforeAll(async () => {
    const folder = emptyFolder()
    copyFileSync(program, join(folder, 'room.cjs'))
    await build({
      stdin: { contents: patient, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: join(folder, 'serving.cjs'),
      logLevel: 'error',
    })
    const own = join(folder, 'room.cjs')
    carrier = carrierOver(startThread(own), own, defaultLimits)
    room = roomOver(carrier)
    return () => room.end()
  })

  test('each way to import another module is refused', async () => {
    expect(valueIn(room, begun).value).toEqual([])
    let seen: unknown[] = []
    for (let tries = 0; tries < 50 && seen.length < 9; tries++) {
      carrier.ask({ order: 'let go' }, () => ({ no: true }))
      await new Promise(resolve => setTimeout(resolve, 20))
      seen = carried(carrier)
    }
    const missing = 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING'
    const ways = [
      'import',
      'import in eval',
      'import in a nested eval',
      'import in Function',
      'import by map',
    ]
    expect([...seen].sort()).toEqual(
      [
        'a promise',
        'an async function',
        ...[...ways, 'import of ours', 'import of data'].map(way => `${way}: ${missing}`),
      ].sort(),
    )
  })
})

/** What the row gives by now. */
function carried(carrier: Carrier): unknown[] {
  const { kept } = carrier.ask({ order: 'row', at: 0 }, () => ({ no: true })) as { kept: { list: unknown[] } }
  return kept.list
}

/** A thread's program that lets what waits run whenever the judge lets go. */
const patient = `
  import { closeRealm } from '../room/realm.ts'
  import { openServing } from './serving.ts'
  const later = setImmediate
  export function run({ shared }, compile) {
    const { inside, obey } = openServing(shared, compile)
    closeRealm(inside.console)
    const turn = () => {
      obey()
      later(() => later(turn))
    }
    turn()
  }`
