/** The corpus has each construct that notebooks of this exercise are known to use. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('corpus/', import.meta.url))
const text = readdirSync(folder)
  .filter(name => /\.(?:py|ipynb)$/.test(name))
  .map(name => readFileSync(`${folder}${name}`, 'utf8'))
  .join('\n')

const words = (list: string): string[] => list.trim().split(/\s+/)

test.each(
  words(`randn randint tensor Generator manual_seed tanh zeros_like ones_like zeros ones sum mean max values indices exp
  log view T shape item clone one_hot retain_grad backward grad cross_entropy var log10 sqrt softmax argmax no_grad detach
  index_add_ float view_as transpose t reshape expand rand scatter_ size arange unsqueeze squeeze expand_as broadcast_to
  flatten pow permute repeat einsum maximum isclose linspace data split masked_fill contiguous mT swapaxes tril`),
)('torch: .%s', name => {
  expect(text).toMatch(new RegExp(`\\.${name}\\b`))
})

test.each([
  ['for', /^ *for .* in /m],
  ['while', /^ *while /m],
  ['if', /^ *if /m],
  ['break', /\bbreak$/m],
  ['continue', /\bcontinue$/m],
  ['with', /^ *with /m],
  ['try', /^ *try:/m],
  ['assert', /^ *assert /m],
  ['global', /^ *global /m],
  ['def and return', /^def \w+\(.*\):\n(?:.*\n)*? +return /m],
  ['class', /^class /m],
  ['import and from', /^from \w+ import /m],
  ['lambda', /\blambda\b/],
  ['a condition in an expression', / if .+ else /],
  ['a comprehension', /\[.+ for .+ in .+\]/],
  ['a comprehension of a dictionary', /\{.+: .+ for .+ in .+\}/],
  ['an f-string', /f'\{/],
  ['starred', /\(\*\w+\)|\*\w+ =/],
  ['and, or, not', / and not \(/],
  ['%', / % /],
  ['a float with a bare point', /\b1\. ?\//],
  ['x[range(n), y]', /\[range\(n\), Yb\]/],
  ['x[k, j]', /\[k, ?j\]/],
  ['x[a:b]', /\[\w*:\w+\]/],
  ['x[range(n), y.max(1).indices]', /\[range\(n\), \w+\.max\(1\)\.indices\]/],
  ['x[y[i, j]]', /\w\[\w+\[\w, ?\w\]\]/],
  ['x[mask]', /\[mask\]|\[\w+ [<=>]+ \w+\]/],
  ['x[:, None]', /\[:, None\]/],
  ['x[-1]', /\[:?,? ?-1/],
  ['x[i] +=', /\w\] \+= /],
  ['x[i] -=', /\w\] -= /],
  ['x +=', /^\s*\w+ \+= /m],
  ['x /=', /^\w+ \/= /m],
  ['x *=', /^\w+ \*= /m],
  ['x.data +=', /\.data \+= /],
  ['a magic', /^%matplotlib/m],
  ['a shell', /^!wget/m],
])('Python: %s', (_, pattern) => {
  expect(text).toMatch(pattern)
})
