/** What a page can ask for, by name; the same words are in `page/host/open.ts`. */
import { NinjaError } from '../../errors.ts'
import * as library from '../../index.ts'
import type { News } from '../../page/contract.ts'
import { openSender, toWire } from '../../page/wire.ts'
import type { Desk } from './desk.ts'
import type { Asset, PageCall, Service } from './server.ts'

export const serviceOf = (
  desk: Desk,
  assets: ReadonlyMap<string, Asset>,
  current: string,
  listeners: Set<(news: readonly News[]) => void>,
): Service => {
  async function answered(name: string, call: PageCall): Promise<string> {
    // Who wants the next verdict doesn't wait for the disk.
    if (name !== 'POST check') desk.keep()
    return toWire((await calls[name](desk, call, current)) ?? null)
  }
  return {
    assets,
    answer(call) {
      const name = `${call.method} ${call.path[0]}`
      return Object.hasOwn(calls, name) ? answered(name, call) : null
    },
    listen(send) {
      const pack = openSender()
      const listener = (news: readonly News[]): void => send(pack(news))
      listeners.add(listener)
      return () => listeners.delete(listener)
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
  'POST check': (desk, call) => desk.check(idIn(call)),
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
