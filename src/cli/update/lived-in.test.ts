/** Workspaces that people have lived in, updated by the real program: a few in `npm test`, 200 in `npm run prove`. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findExercises } from '../../catalogue/catalogue.ts'
import { passes, type Report } from '../../checker/report.ts'
import { readPack } from '../../learner/packs.ts'
import { numbers } from '../../text/testing.ts'
import { emptyFolder, ninja } from '../testing.ts'
import { allExercises } from '../workspace.ts'
import {
  asItWas,
  earlierWorkspace,
  firstTexts,
  type Lived,
  livedIn,
  type NextNumber,
  packOf,
  put,
  withNews,
} from './testing.ts'

const MANY = process.env.PROVE ? 200 : 2

/** Dozens of exercises are checked, each twice. */
const PATIENT = { timeout: 200_000 }

interface Home {
  readonly root: string
  readonly lived: ReadonlyMap<string, Lived>
}

/** Of version 0.1.0, to be updated to the one that is installed. */
function earlierHome(draw: NextNumber): Home {
  const root = earlierWorkspace()
  const lived = new Map<string, Lived>()
  for (const exercise of allExercises(null)) {
    const text = firstTexts.get(`exercises/${exercise.id}.ts`)
    if (text === undefined) continue
    lived.set(exercise.id, draw(2) === 0 ? asItWas(text) : livedIn(text, exercise, draw))
  }
  return { root, lived }
}

/** Of a pack, which then gets a new version. */
function packHome(draw: NextNumber): Home {
  const pack = packOf([['makemore', 'hunts'], ['micrograd', 'more-layers'], ['layers']][draw(3)], draw)
  const root = join(emptyFolder(), 'course')
  expect(ninja(pack, ['init', root, '--pack', pack])).toMatchObject({ status: 0, stderr: '' })
  const lived = new Map<string, Lived>()
  for (const exercise of findExercises([readPack(pack)])) {
    const text = readFileSync(join(root, 'exercises', `${exercise.id}.ts`), 'utf8')
    lived.set(exercise.id, livedIn(text, exercise, draw))
  }
  withNews(pack, draw)
  return { root, lived }
}

const fileOf = (root: string, id: string): string => join(root, 'exercises', `${id}.ts`)

const bytesOf = (root: string, id: string): Buffer | null =>
  existsSync(fileOf(root, id)) ? readFileSync(fileOf(root, id)) : null

function attemptsOf(root: string, id: string): Buffer[] {
  const folder = join(root, '.ninja', 'attempts', id)
  return existsSync(folder) ? readdirSync(folder).map(name => readFileSync(join(folder, name))) : []
}

/** The rows of a text that are right, as the program says that is installed; null where the exercise is gone. */
function rightOf(root: string, id: string, bytes: Buffer): string[] | null {
  put(root, 'scratch/before.ts', bytes)
  const { stdout, status } = ninja(root, ['check', id, '--json', '--file', 'scratch/before.ts'])
  rmSync(join(root, 'scratch'), { recursive: true })
  if (status === 2 && !stdout.includes('gradients')) return null
  return (JSON.parse(stdout) as Report).gradients
    .filter(({ verdict }) => passes(verdict))
    .map(({ name }) => name)
}

const tally = { workspaces: 0, files: 0, changed: 0, bodies: 0, left: 0, compared: 0, better: 0 }

afterAll(() => console.log(JSON.stringify(tally)))

test.each(Array.from({ length: MANY }, (_, i) => i + 1))(
  'workspace %i: nothing is lost, what was written into blanks stays byte for byte, what was right stays right',
  seed => {
    const draw = numbers(seed)
    const { root, lived } = (seed % 2 === 0 ? packHome : earlierHome)(draw)
    for (const [id, { text }] of lived) {
      if (text === null) rmSync(fileOf(root, id), { force: true })
      else put(root, `exercises/${id}.ts`, text)
    }
    const before = new Map([...lived.keys()].map(id => [id, bytesOf(root, id)]))
    const dry = draw(3) === 0 ? ninja(root, ['update', '--dry-run'], PATIENT) : null
    for (const [id, bytes] of before) expect(bytesOf(root, id)).toEqual(bytes)
    const ran = ninja(root, ['update'], PATIENT)
    expect([ran.stderr, dry?.stderr ?? '', dry?.status ?? ran.status]).toEqual(['', '', ran.status])
    const said = ran.stdout.replace(/\s+/g, ' ')
    const changed: string[] = []
    for (const [id, { text, bodies, lines }] of lived) {
      const [was, is] = [before.get(id) ?? null, bytesOf(root, id)]
      tally.files++
      tally.bodies += bodies.length
      if (text === null) {
        expect(is).toBe(null)
        continue
      }
      const attempts = attemptsOf(root, id)
      if (is!.equals(was!)) continue
      changed.push(id)
      expect(attempts.some(attempt => attempt.equals(was!))).toBe(true)
      const now = is!.toString('utf8')
      const isGone = (body: string): boolean => said.includes('no longer asked for') && !now.includes(body)
      for (const body of bodies) expect(now.includes(body) || isGone(body), `${id}: ${body}`).toBe(true)
      for (const line of lines) expect(now).toContain(line.trim())
    }
    tally.workspaces++
    tally.changed += changed.length
    tally.left += ran.stdout.match(/^[✗≠]/gm)?.length ?? 0
    for (const id of changed.filter(() => draw(4) === 0).slice(0, 3)) {
      const was = rightOf(root, id, before.get(id)!)
      const is = rightOf(root, id, bytesOf(root, id)!)
      expect(is).toEqual(expect.arrayContaining(was ?? []))
      tally.compared++
      if ((is?.length ?? 0) > (was?.length ?? 0)) tally.better++
    }
    const now = new Map([...lived.keys()].map(id => [id, bytesOf(root, id)]))
    const again = ninja(root, ['update'], PATIENT)
    expect(again.status).toBe(ran.status)
    for (const [id, bytes] of now) expect(bytesOf(root, id)).toEqual(bytes)
  },
  600_000,
)
