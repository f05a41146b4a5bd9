import { expect, test } from 'vitest'
import { NinjaError } from '../errors.ts'
import { codeOf, ifThere, onDisk } from './refusal.ts'

const refuse = (code: string) => () => {
  throw Object.assign(new Error(`${code}: as the system says it`), {
    code,
    errno: -1,
  })
}

const thrownBy = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
}

test.each([
  ['ENOSPC', 'the disk is full', 'Free some space'],
  ['EDQUOT', 'your share of the disk is used up', 'Free some space'],
  ['EROFS', 'the disk is read-only', 'Copy the workspace'],
  ['EACCES', 'permission denied', 'Give yourself permission'],
  ['EXOTIC', 'EXOTIC: as the system says it', 'Run the command again'],
])('%s is said in words, with the file and what to do', (code, reason, advice) => {
  const error = thrownBy(() => onDisk('write', '/w/a.json', refuse(code))) as NinjaError
  expect(error).toBeInstanceOf(NinjaError)
  expect(error.code).toBe('workspace')
  expect(error.message).toBe(`cannot write /w/a.json: ${reason} (${code})`)
  expect(error.advice).toContain(advice)
  expect(codeOf(error.cause)).toBe(code)
})

test("what Node's own permissions refuse is said in words too", () => {
  const denied = Object.assign(new Error('Access to this API has been restricted'), {
    code: 'ERR_ACCESS_DENIED',
  })
  const error = thrownBy(() =>
    onDisk('write', '/w/a.json', () => {
      throw denied
    }),
  ) as NinjaError
  expect(error.message).toContain("cannot write /w/a.json: Node's permission model doesn't allow it")
  expect(error.advice).toContain('without --permission')
})

test('other errors pass as they are', () => {
  const bug = new TypeError('a bug')
  const known = new NinjaError('data', 'known')
  for (const error of [bug, known]) {
    const raise = () => {
      throw error
    }
    expect(thrownBy(() => onDisk('read', '/w/a.json', raise))).toBe(error)
  }
})

test('only what is missing is replaced', () => {
  expect(ifThere(refuse('ENOENT'), 'otherwise')).toBe('otherwise')
  expect(codeOf(thrownBy(() => ifThere(refuse('EACCES'), null)))).toBe('EACCES')
})
