import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { findExercises, readSolution } from '../catalogue/catalogue.ts'
import { casesOf } from '../checker/gradient/case.ts'
import { readPack } from '../learner/packs.ts'
import { defaultLimits } from '../learner/patience.ts'
import { openThreadRoom } from '../learner/thread.ts'
import { answerOf } from '../notebook/solution.ts'
import { ones } from '../tensor/creation.ts'
import { openBench, SEED } from './bench.ts'
import { tryMutant, wrongLinesFor } from './trying.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const data = `${root}/exercises/data/names.txt`
const all = findExercises([readPack(root)])
const bench = (id: string) => openBench(all.find(exercise => exercise.id === id)!, data)!

const [tanh, batchnorm] = ['makemore/04_tanh', 'makemore/05_batchnorm'].map(bench)
const room = openThreadRoom(`${root}/dist/room.cjs`, defaultLimits)
afterAll(() => room.end())

const fate = (text: string, on = tanh, name = 'hpreact') =>
  tryMutant(on, name, { family: '-', text }, room)?.fate

test('a wrong line is rejected, and a right one of another form is not wrong', () => {
  expect(fate('return tensor(1).sub(h).mul(dh)')).toBe('rejected')
  expect(fate('return dh.sub(dh.mul(h).mul(h))')).toBe('equal')
  expect(fate('return dh.div(hpreact.exp().add(hpreact.neg().exp()).div(2).pow(2))')).toBe('equal')
})

test('what is no code is no line', () => {
  expect(fate('return dh.mul(')).toBeUndefined()
})

test('an answer stands the trial, and every slip made of it is rejected or not wrong', () => {
  for (const name of ['bndiff', 'bnmeani']) {
    const answer = answerOf(readSolution(batchnorm.exercise), `d${name}`)!
    expect(fate(answer, batchnorm, name)).toBe('equal')
    const wrong = wrongLinesFor(batchnorm, name, answer)
    const fates = wrong.map(each => tryMutant(batchnorm, name, each, room)?.fate)
    expect(fates.filter(each => each === 'rejected').length).toBeGreaterThan(20)
    expect(fates.filter(each => each === 'accepted' || each === 'blamed elsewhere')).toEqual([])
  }
})

test('a wrong line that the check lets pass is told from one that is right whatever the numbers', () => {
  // A gain that is 1 wherever the check looks: leaving it out goes unnoticed there.
  const { subject, names } = batchnorm
  const weak = {
    ...subject,
    inputs: (...given: Parameters<typeof subject.inputs>) => {
      const made = subject.inputs(...given)
      return { ...made, bngain: ones(...(made.bngain as { shape: number[] }).shape) }
    },
  }
  const cases = casesOf(weak, SEED, names)
  expect(fate('return dhpreact', { ...batchnorm, cases }, 'bnraw')).toBe('accepted')
  expect(fate('return dhpreact', batchnorm, 'bnraw')).toBe('rejected')
})
