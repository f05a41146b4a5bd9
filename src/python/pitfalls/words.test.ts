/** What is said of a mistake, in the words of somebody who writes PyTorch. */
import { expect, test } from 'vitest'
import { check, cmp, net, softmax } from '../testing.ts'

const OURS =
  /keepdim: true|expandAs|onesLike|zerosLike|oneHot|indexAdd|indexPut|crossEntropy|\barange\(|\{line/

const start = `${softmax}\n# %%\ndlogprobs = torch.zeros_like(logprobs)\ndlogprobs[range(n), Yb] = -1 / n\ndprobs = dlogprobs / probs\ndcounts_sum_inv = (counts * dprobs).sum(1, keepdim=True)\ndcounts_sum = -counts_sum ** -2 * dcounts_sum_inv\n`

test.each([
  ['a use forgotten', 'dcounts = counts_sum_inv * dprobs', /counts_sum/],
  ['not summed', 'dcounts_sum_inv = counts * dprobs', /sum/],
  ['the wrong sign', 'dprobs = -dlogprobs / probs', /sign/],
  ['a factor missing', 'dprobs = probs ** -1 * torch.ones_like(dlogprobs)', /./],
  ['not spread', 'dcounts = dcounts_sum', /./],
  ['a slope', 'dcounts_sum = counts_sum ** -1 * dcounts_sum_inv', /slope|counts_sum/],
])('%s', (_, line, expected) => {
  const { gradients } = check(`${start}${line}\n`)
  const bad = gradients.filter(({ verdict }) => verdict !== 'exact' && verdict !== 'approximate')
  expect(bad.length).toBeGreaterThan(0)
  expect(bad.map(({ diagnosis, message }) => diagnosis?.message ?? message).join(' ')).toMatch(expected)
  for (const { diagnosis, message, advice, note } of bad)
    expect(JSON.stringify([diagnosis, message, advice, note])).not.toMatch(OURS)
})

test.each([
  ['dcounts = counts_sum_inv * dprob', "name 'dprob' is not defined (did you mean dprobs?)"],
  ['dcounts = dprobs.sum(1, keepdim=true)', "name 'true' is not defined (Python writes True)"],
  ['dcounts = counts_sum ^ 2 * dprobs', '^ is not for floats; a power is **'],
])('what was meant instead: %s', (line, says) => {
  const { gradients } = check(`${start}${line}\n`)
  expect(gradients.find(({ name }) => name === 'dcounts')!.message).toContain(says)
})

test('a number that is compared as if it were a gradient is named with its type', () => {
  const { gradients } = check(
    `${softmax}\n# %%\n${cmp}dlogprobs = -1.0 / n\ncmp('logprobs', dlogprobs, logprobs)\n`,
  )
  expect(gradients[0].message).toMatch(/of type float; a gradient is a tensor/)
})

test('a line of the forward pass is told by its cell and its line', () => {
  const { gradients } = check(`${start}dcounts = counts_sum_inv * dprobs\n`)
  const counts = gradients.find(({ name }) => name === 'dcounts')!
  expect(counts.diagnosis?.message).toMatch(/cell 1, line \d+/)
  expect(counts.uses.map(({ name, cell }) => `${name} ${cell}`)).toEqual(['counts_sum 1', 'probs 1'])
})

test('a diagnosis that cannot cope with an odd graph costs itself alone', () => {
  const text = `${net.replace('n = 6', 'n = 0')}\n# %%\ndh = 3 * h\ndz = dh * (1 - h ** 2)\n`
  expect(check(text).gradients.length).toBe(2)
})

test.each([
  ['dlogits = F.softmax(logits, 1)', 'softmax alone'],
  ['dlogits = F.softmax(logits, 1) / n', 'nothing is subtracted at the target'],
])('what is missing of cross-entropy in one formula is named: %s', (lines, short) => {
  for (const loss of ['-logprobs[range(n), Yb].mean()', 'F.cross_entropy(logits, Yb)']) {
    const text = softmax.replace('-logprobs[range(n), Yb].mean()', loss)
    expect(check(`${text}\n# %%\n${lines}\n`).gradients.at(-1)).toMatchObject({
      verdict: 'wrong',
      diagnosis: { family: 'fused formulas', short },
    })
  }
})
