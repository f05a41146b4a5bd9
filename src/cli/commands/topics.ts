/** `ninja help tensor`, `ninja help python`: a table of docs/, or the rows of it that have the words in them. */
import { NinjaError } from '../../errors.ts'
import { nearestIn, renderReference } from '../../terminal/reference.ts'
import { type CommandResult, type Context, outcome } from '../command.ts'
import { readTopic, type Topic } from '../reference.ts'

export function showTopic({ width, ninja }: Context, topic: Topic, words: readonly string[]): CommandResult {
  const text = readTopic(topic)
  const shown = renderReference(text, words, width)
  if (shown !== null) return outcome(shown)
  const near = nearestIn(text, words[0])
  throw new NinjaError(
    'usage',
    `nothing in ${ninja} help ${topic} has "${words.join(' ')}" in it`,
    near === undefined ? `${ninja} help ${topic} shows all of it` : `did you mean ${near}?`,
  )
}
