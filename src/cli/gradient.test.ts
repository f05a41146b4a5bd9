import { expect, test } from 'vitest'
import type { Exercise } from '../catalogue/catalogue.ts'
import type { Pack } from '../catalogue/pack.ts'
import { gradientIn, targetOf } from './gradient.ts'

const files = { read: () => null, list: () => null, path: (path: string) => `/p/${path}` }
const pack: Pack = { name: 'p', root: '/p', tracks: [], start: null, blankOnly: null, files }
const exercise = (id: string): Exercise => {
  const [track, file] = id.split('/')
  return { id, track, number: Number.parseInt(file, 10), solution: `${id}.ts`, pack }
}
const [loss, linear, whole] = ['makemore/01_loss', 'makemore/03_linear', 'makemore/07_whole'].map(exercise)
const names = new Map([
  [loss, ['dlogprobs', 'dprobs']],
  [linear, ['dh', 'dW2', 'ddist', 'dist']],
  [whole, ['dprobs', 'dh']],
])
const choice = { all: [loss, linear, whole], current: linear, namesIn: (e: Exercise) => names.get(e)! }
const target = (word: string) => targetOf(word, choice)

test('a gradient may be written with or without its d', () => {
  expect(target('dh')).toEqual({ exercise: linear, gradient: 'dh' })
  expect(target('W2')).toEqual({ exercise: linear, gradient: 'dW2' })
})

test('the name as it stands comes before the one with a d', () => {
  expect(target('dist').gradient).toBe('dist')
})

test('a gradient of other exercises only names them all', () => {
  expect(() => target('probs')).toThrow(
    'dprobs is not in makemore/03_linear, but in makemore/01_loss, makemore/07_whole',
  )
  expect(() => targetOf('W2', { ...choice, current: loss })).toThrow('but in makemore/03_linear')
})

test('the beginning of a name is near to it, with or without its d', () => {
  expect(() => target('logp')).toThrow(expect.objectContaining({ advice: 'did you mean dlogprobs?' }))
  expect(() => target('dis')).toThrow(expect.objectContaining({ advice: 'did you mean dist?' }))
})

test('a number is an exercise of the track, and nothing near to it', () => {
  expect(() => target('99')).toThrow('the track makemore has no exercise 99: it has 1 to 7')
})

test('a word that is no gradient may be an exercise', () => {
  expect(target('07')).toEqual({ exercise: whole, gradient: null })
  expect(target('loss')).toEqual({ exercise: loss, gradient: null })
})

test('a near miss gets the suggestion of the exercise at hand first', () => {
  expect(() => target('dW3')).toThrow(expect.objectContaining({ advice: 'did you mean dW2?' }))
  expect(() => target('dprobz')).toThrow(expect.objectContaining({ advice: 'did you mean dprobs?' }))
  expect(() => target('nothing like it')).toThrow(
    expect.objectContaining({
      message: '"nothing like it" is neither a gradient of makemore/03_linear nor an exercise',
      advice: 'makemore/03_linear has dh, dW2, ddist, dist',
    }),
  )
})

test('in an exercise that was named, only its own gradients count', () => {
  expect(gradientIn('probs', whole, names.get(whole)!)).toBe('dprobs')
  expect(() => gradientIn('something', whole, names.get(whole)!)).toThrow(
    expect.objectContaining({ advice: 'it has dprobs, dh' }),
  )
})
