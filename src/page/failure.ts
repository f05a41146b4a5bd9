import { sentence } from '../checker/text/sentences.ts'
import type { Trouble } from './contract.ts'

/** What is said of a failure: with its own advice, where it has one. */
export function failure(thrown: unknown): Trouble {
  const { message = String(thrown), advice }: { message?: string; advice?: string } = Object(thrown)
  return { kind: 'worker died', message: sentence(message), advice: sentence(advice || 'reload the page') }
}
