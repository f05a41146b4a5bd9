import { NinjaError } from '../errors.ts'

/** What is said once, of a session whose tasks another version of ninja made. `files`: where they are now. */
export const goneSession = (files: string | null): NinjaError =>
  new NinjaError(
    'workspace',
    "this version of ninja can't make the tasks of your last session again, so that session is over",
    [
      'what you got right or missed in it still counts',
      ...(files === null ? [] : [`, and what you wrote is in ${files}`]),
      '; you can begin another one',
    ].join(''),
  )
