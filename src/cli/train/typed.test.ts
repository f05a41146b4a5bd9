import { describe, expect, test } from 'vitest'
import { recipe } from '../../../solutions/makemore/10_train.ts'
import type { Checkpoint } from '../../training/checkpoint.ts'
import { usualSettings } from '../../training/settings.ts'
import type { Options } from '../command.ts'
import { checkEveryFrom, ownWordsIn, settingsOf as settingsFor } from './typed.ts'

const usual = usualSettings(recipe)

/** With the words that no option of the command has taken. */
const settingsOf = (options: Options, kept: Checkpoint | null, words: readonly string[] = []) =>
  settingsFor(recipe, 'makemore/10_train', options, ownWordsIn(words).options, kept)

describe('what was typed', () => {
  test('nothing: the lecture’s settings', () => {
    expect(settingsOf({}, null)).toEqual({
      steps: 200_000,
      batch: 32,
      hidden: 200,
      embd: 10,
      lr: 0.1,
      decayAt: 0.5,
      seed: 42,
    })
    expect(checkEveryFrom({}, 200_000)).toBe(10_000)
    expect(checkEveryFrom({}, 8000)).toBe(1000)
  })

  test('a few numbers: the others are the usual', () => {
    expect(settingsOf({ steps: '10', lr: '.5' }, null, ['--decay-at', '1'])).toEqual({
      ...usual,
      steps: 10,
      lr: 0.5,
      decayAt: 1,
    })
  })

  test.each([
    [{ steps: '0' }, '--steps needs a whole number from 1 to 1000000000, not "0"'],
    [{ steps: '1.5' }, '--steps needs a whole number'],
    [{ steps: '' }, '--steps needs a whole number'],
    [{ batch: '1' }, '--batch needs a whole number from 2'],
    [{ hidden: 'many' }, '--hidden needs a whole number from 1 to 5000, not "many"'],
    [{ embd: '-3' }, '--embd needs a whole number from 1'],
    [{ lr: '0' }, '--lr needs a number above 0, not "0"'],
    [{ lr: 'NaN' }, '--lr needs a number above 0'],
    [{ decayAt: '2' }, '--decay-at needs a number from 0 to 1'],
    [{ seed: '-1' }, '--seed needs a whole number from 0'],
  ])('%j is refused', (options, message) => {
    expect(() => settingsOf(options, null)).toThrow(message)
  })

  test('a check after no step is refused', () => {
    expect(() => checkEveryFrom({ checkEvery: '0' }, 100)).toThrow(
      '--check-every needs a whole number from 1',
    )
  })
})

describe('words that the command itself doesn\u2019t know', () => {
  test('are the exercise and options of its recipe, in either order', () => {
    expect(ownWordsIn(['gpt', '--hidden', '7', '--embd=2'])).toEqual(
      ownWordsIn(['--hidden=7', '--embd', '2', 'gpt']),
    )
    expect(ownWordsIn([])).toEqual({ exercise: undefined, options: new Map() })
  })

  test('are one exercise at most', () => {
    expect(() => ownWordsIn(['makemore', 'gpt'])).toThrow('train takes one exercise, not 2: makemore gpt')
  })

  test('that the recipe doesn\u2019t know are refused, with those that it has', () => {
    expect(() => settingsOf({}, null, ['--hiden', '7'])).toThrow(
      'the network of makemore/10_train has no option --hiden; did you mean --hidden?',
    )
    expect(() => settingsOf({}, null, ['--layers', '7'])).toThrow('has no option --layers')
  })
})

describe('a run that goes on', () => {
  const kept = { settings: { ...usual, hidden: 64 } } as unknown as Checkpoint

  test('has the settings that it was begun with', () => {
    expect(settingsOf({}, kept)).toEqual({ ...usual, hidden: 64 })
    expect(settingsOf({}, kept, ['--hidden=64'])).toEqual({ ...usual, hidden: 64 })
  })

  test('refuses others', () => {
    expect(() => settingsOf({}, kept, ['--hidden', '200'])).toThrow(
      'the run to resume has --hidden 64, not 200',
    )
  })
})
