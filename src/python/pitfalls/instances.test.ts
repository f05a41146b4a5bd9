/** Several values of one name: which of them counts. */
import { expect, test } from 'vitest'
import { check, cmp, net, said, softmax, verdicts } from '../testing.ts'

const first = `${softmax}\n# %%\n${cmp}dlogprobs = torch.zeros_like(logprobs)
dlogprobs[range(n), Yb] = -1 / n
dprobs = dlogprobs / probs
dcounts_sum_inv = (counts * dprobs).sum(1, keepdim=True)
`
const dsum = 'dcounts_sum = -counts_sum ** -2 * dcounts_sum_inv\n'

test('completion: what was checked before its second part was added is mentioned, and does not count', () => {
  const text = `${first}dcounts = counts_sum_inv * dprobs\ncmp('counts', dcounts, counts)\n${dsum}dcounts += dcounts_sum\ncmp('counts', dcounts, counts)\n`
  const counts = check(text).gradients.filter(({ name }) => name === 'dcounts')
  expect(counts.map(said)).toEqual(['right'])
  expect(counts[0].note).toMatch(/checked before it was complete/)
})

test('another attempt in the same cell: the last counts, and lines are judged with the one that they used', () => {
  const text = `${net}\n# %%\n${cmp}dh = h\ncmp('h', dh, h)\ndh = 2 * h\ncmp('h', dh, h)\ndz = dh * (1 - h ** 2)\ncmp('z', dz, z)\n`
  expect(verdicts(text)).toEqual(['dh right', 'dz right'])
})

test('another way in another cell: both count', () => {
  const text = `${first}${dsum}dcounts = counts_sum_inv * dprobs + dcounts_sum\ndnorm_logits = counts * dcounts\ndlogit_maxes = -dnorm_logits.sum(1, keepdim=True)\ndlogits = dnorm_logits + F.one_hot(logits.argmax(1), k) * dlogit_maxes\ncmp('logits', dlogits, logits)\n# %%\ndlogits = F.softmax(logits, 1)\ndlogits[range(n), Yb] -= 1\ncmp('logits', dlogits, logits)\n`
  const found = check(text).gradients.filter(({ name }) => name === 'dlogits')
  expect(found.map(said)).toEqual(['right', 'wrong'])
})

test('a half that is read before it is whole is the mistake of the line that reads it', () => {
  const text = `${first}dcounts = counts_sum_inv * dprobs\ndnorm_logits = counts * dcounts\n${dsum}dcounts += dcounts_sum\n`
  expect(verdicts(text).slice(-3)).toEqual(['dnorm_logits wrong', 'dcounts_sum right', 'dcounts right'])
})

test('a half that is changed in place later has not been whole either', () => {
  const text = `${first}dcounts = counts_sum_inv * dprobs\ndnorm_logits = counts * dcounts\n${dsum}dcounts = dcounts + dcounts_sum\n`
  expect(verdicts(text)).toContain('dnorm_logits wrong')
  const early = check(text).gradients.find(({ name }) => name === 'dnorm_logits')
  expect(early?.diagnosis).toMatchObject({
    family: 'read too early',
    short: 'reads dcounts before it is complete',
  })
})
