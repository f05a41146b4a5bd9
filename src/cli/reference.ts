/** The tables that `ninja help tensor` and `ninja help python` show: pages of docs/, which a workspace gets too. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './workspace.ts'

/** What there is a table of. */
export const topics = ['tensor', 'python'] as const

export type Topic = (typeof topics)[number]

export const isTopic = (word: string | undefined): word is Topic => topics.some(topic => topic === word)

export const readTopic = (topic: Topic): string =>
  readFileSync(join(packageRoot, 'docs', `${topic}.md`), 'utf8')

/** For a workspace. */
export const helpFiles = (): { readonly path: string; readonly content: string }[] =>
  topics.map(topic => ({ path: `help/${topic}.md`, content: readTopic(topic) }))
