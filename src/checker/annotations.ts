/**
 * The types of a usual notebook taken away by their places: those of its imports and of the heads of its functions. What
 * is left is JavaScript, if it is nothing else, and no parser of TypeScript is needed, which takes a cold process longer
 * to start than all that a check does with the file.
 */
import * as door from '../index.ts'
import { SKIPPED } from '../notebook/functions.ts'
import { namesIn } from '../notebook/imports.ts'

const NAME = String.raw`(?:typeof )?[\w.]+`
const TYPE = String.raw`${NAME}(?:<${NAME}(?:, ${NAME})*>)?(?:\[\])*`
const PARAMETER = String.raw`(\{[^{}()]*\}|\w+)(?:\??: ${TYPE})?`
const PARAMETERS = String.raw`\s*(?:${PARAMETER}\s*(?:,\s*${PARAMETER}\s*)*(?:,\s*)?)?`

const IMPORT = /^import (type )?\{[^{}]*\} from '(backprop-ninja|\.[^'\n]*)';?$/gm
const STAR = /^export \* from ('\.[^'\n]*');?$/gm
/** In one line, and nothing behind it that could go on with it. */
const ALIAS = new RegExp(
  `^export type \\w+ = ${TYPE};?$(?=(?:\\s|//.*)*(?:(?:export|function|const) |$(?![^])))`,
  'gm',
)
const HEAD = new RegExp(`^((?:export )?function \\w+\\()(${PARAMETERS})\\)(?:: ${TYPE})?(?= \\{$)`, 'gm')
const EACH = new RegExp(PARAMETER, 'g')
const EXPORT = /^export (?=(?:function|const) ([\w$]+)[ (])/gm

/** What is JavaScript too, but means something else there. */
const AMBIGUOUS = /<|^[^\S\n]*(?:abstract|declare|enum|interface|module|namespace|type)\b/m
/** A regex that has a quote in it, which looks as if it began a string. */
const QUOTE_IN_REGEX = /[([{,;=:?!&|]\s*\/(?![/*])[^\n]*['"`]/
/** In characters; no exercise is as long, and what is takes long to look through. */
export const LONGEST = 2 ** 16

/** Null where there may be more to it. Whether it is JavaScript is for the engine to say. Lines keep their numbers. */
export function withoutAnnotations(text: string): string | null {
  if (text.length > LONGEST || QUOTE_IN_REGEX.test(text)) return null
  // Within a comment or a template of several lines, what looks like code may be none.
  for (const [skipped] of text.matchAll(SKIPPED)) if (skipped.includes('\n')) return null
  const exported: string[] = []
  let imports = 0
  let sure = true
  // A semicolon in the place of each: no line may go on with the one before.
  const js = text
    .replace(IMPORT, (all, type: string | undefined, from: string) => {
      const values = namesIn(all).filter(name => !name.startsWith('type '))
      if (values.length > 0) imports++
      sure &&= type !== undefined || (from === 'backprop-ninja' && values.every(isExported))
      const lines = '\n'.repeat(all.split('\n').length - 1)
      return `;${values.length === 0 ? '' : `const { ${values.join(', ')} } = require('${from}');`}${lines}`
    })
    .replace(STAR, ';Object.assign(exports, require($1));')
    .replace(ALIAS, ';')
    .replace(HEAD, (_, head: string, parameters: string) => `${head}${parameters.replace(EACH, '$1')})`)
    .replace(EXPORT, (_, name: string) => {
      exported.push(name)
      return ''
    })
  // One that stands below code that uses it is only found there by a parser.
  if (!sure || imports > 1 || AMBIGUOUS.test(js.replace(SKIPPED, ' '))) return null
  const exporting = exported.map(name => `exports.${name} = ${name};`).join(' ')
  return `"use strict";Object.defineProperty(exports, "__esModule", {value: true});${js}\n;${exporting}`
}

const isExported = (name: string): boolean => Object.hasOwn(door, name)
