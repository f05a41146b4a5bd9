/** What a page can ask for, by name; the same words are in `page/host/open.ts`. */
import { NinjaError } from '../../errors.ts'
import * as library from '../../index.ts'
import { toBytes } from '../../page/wire.ts'
import type { Desk } from './desk.ts'
import type { Asset, PageCall, Service } from './server.ts'

export const serviceOf = (
  desk: Desk,
  assets: ReadonlyMap<string, Asset>,
  current: string,
  listeners: Set<(message: string) => void>,
): Service => {
  /** The last verdict's numbers: most of them are the next one's, too. */
  let sent: { readonly number: number; readonly lists: readonly Float64Array[] } = { number: 0, lists: [] }

  async function verdict(call: PageCall): Promise<Uint8Array> {
    const { known } = fieldsIn(call, ['known'])
    const checked = await desk.check(idIn(call))
    const number = sent.number + 1
    const { bytes, lists } = toBytes({ number, checked }, known === String(sent.number) ? sent.lists : [])
    sent = { number, lists }
    return bytes
  }

  async function answered(answer: Answer, call: PageCall): Promise<Uint8Array> {
    desk.keep()
    return toBytes((await answer(desk, call, current)) ?? null).bytes
  }

  return {
    assets,
    answer(call) {
      const name = `${call.method} ${call.path[0]}`
      if (name === 'POST check') return verdict(call)
      return Object.hasOwn(calls, name) ? answered(calls[name], call) : null
    },
    listen(send) {
      listeners.add(send)
      return () => listeners.delete(send)
    },
  }
}

type Answer = (desk: Desk, call: PageCall, current: string) => unknown

const calls: Readonly<Record<string, Answer>> = {
  'GET start': (_, __, current) => ({ current, library: Object.keys(library) }),
  'GET tracks': desk => desk.tracks(),
  'GET lesson': (desk, call) => desk.lesson(idIn(call)),
  'GET file': (desk, call) => desk.read(idIn(call)),
  'PUT file': (desk, call) => {
    const { text, seen } = fieldsIn(call, ['text', 'seen'])
    return desk.write(idIn(call), text, seen)
  },
  'POST hints': (desk, call) => {
    const { blank, more } = fieldsIn(call, ['blank', 'more'])
    return desk.hints(idIn(call), blank, more === 'yes')
  },
  'GET practice': desk => desk.practice.look(),
  'POST practice': (desk, { path }) => (path[1] === 'end' ? desk.practice.end() : desk.practice.begin()),
  'GET mistakes': (desk, call) => desk.practice.mistakes(idIn(call)),
  'POST guess': (desk, call) => {
    const { blank, family } = fieldsIn(call, ['blank', 'family'])
    return desk.guessed({ id: idIn(call), blank, family })
  },
  'GET texts': (desk, call) => desk.texts(idIn(call)),
  'POST notebook': (desk, call) => {
    const { name, text } = fieldsIn(call, ['name', 'text'])
    return desk.notebook(name, text)
  },
}

const idIn = ({ path }: PageCall): string => path.slice(1).join('/')

/** Texts by name, all of them. */
function fieldsIn<Name extends string>({ body }: PageCall, names: readonly Name[]): Record<Name, string> {
  let fields: Partial<Record<Name, unknown>> | null = null
  try {
    fields = JSON.parse(body)
  } catch {}
  if (typeof fields !== 'object' || fields === null || names.some(name => typeof fields[name] !== 'string'))
    throw new NinjaError('usage', `that needs ${names.join(' and ')}`)
  return fields as Record<Name, string>
}
