/** Notebooks as people write them, against their author's labels and PyTorch's numbers. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { check, said } from './testing.ts'

const folder = fileURLToPath(new URL('corpus/', import.meta.url))
const files = readdirSync(folder).filter(name => /\.(?:py|ipynb)$/.test(name))

/** `#: dprobs wrong missing`: what is not right, and the family; `*`: the label decides, not PyTorch's numbers. */
interface Label {
  readonly verdict: string
  readonly family: string | undefined
  readonly decides: boolean
}

interface Labels {
  readonly claims: number
  readonly byName: ReadonlyMap<string, Label>
}

function labelsOf(text: string): Labels {
  const lines = [...text.matchAll(/#: ([^\n"\\]+)/g)].map(([, line]) => line.trim())
  const byName = new Map(
    lines.slice(1).map(line => {
      const [, name, verdict, star, family] =
        /^(\S+) (right|wrong|not read|from autograd|not finite|shape, wrong|\w+)(\*?)(?: (.+))?$/.exec(line)!
      return [name, { verdict, family, decides: star !== '' }] as const
    }),
  )
  return { claims: Number.parseInt(lines[0], 10), byName }
}

/** What PyTorch says of a gradient: whether its values, and its shape, are autograd's. */
interface Golden {
  readonly names: readonly string[]
  readonly value: boolean
  readonly shape: boolean
}

test('there are at least 40', () => expect(files.length).toBeGreaterThanOrEqual(40))

test.each(files)('%s: what its author says, and what PyTorch says', file => {
  const text = readFileSync(`${folder}${file}`, 'utf8')
  const { gradients } = check(text, file)
  const { claims, byName } = labelsOf(text)
  expect(
    gradients.map(one => `${one.name} ${said(one)}`),
    'the label',
  ).toEqual(gradients.map(({ name }) => `${name} ${byName.get(name)?.verdict ?? 'right'}`))
  expect(gradients.length).toBe(claims)
  for (const { name, diagnosis } of gradients) {
    const family = byName.get(name)?.family
    if (family !== undefined) expect(diagnosis?.family, name).toBe(family)
  }
  const path = `${folder}golden/${file}.json`
  if (!existsSync(path)) return
  const golden: readonly Golden[] = JSON.parse(readFileSync(path, 'utf8'))
  const byPyTorch = new Map<string, Golden[]>()
  for (const row of golden)
    for (const name of row.names) byPyTorch.set(name, [...(byPyTorch.get(name) ?? []), row])
  for (const name of new Set(gradients.map(one => one.name))) {
    const [own, theirs] = [gradients.filter(one => one.name === name), byPyTorch.get(name) ?? []]
    for (const [i, one] of own.entries()) {
      const truth = theirs.length === own.length ? theirs[i] : theirs.at(-1)
      if (truth === undefined || byName.get(name)?.decides === true) continue
      const isAccepted = said(one) === 'right' || said(one) === 'from autograd'
      expect(`${name} ${isAccepted}`, 'PyTorch').toBe(`${name} ${truth.value && truth.shape}`)
      if (said(one) === 'shape') expect(`${name} ${truth.value}`, 'PyTorch').toBe(`${name} true`)
    }
  }
})
