/** Where the page begins that `ninja open` serves. */
import type { Host } from '../contract.ts'
import { openWorkers } from '../judging-workers.ts'
import { openHost, type TrainWith } from './open.ts'

export async function startOpen(show: (host: Host, place: Element) => void): Promise<void> {
  const place = document.querySelector('#page')!
  const workers = openWorkers({
    room: new URL('room.html', location.href).href,
    program: name => fetch(name).then(response => response.text()),
  })
  const train: TrainWith = async (texts, steps, report, signal) => {
    const outcome = await workers.do({ do: 'train', ...texts, steps }, { progress: report, asked: signal })
    if (outcome.kind === 'result' && 'kind' in outcome.result) return outcome.result
    const message = outcome.kind === 'failed' ? outcome.message : 'training did not come to an end'
    return { kind: 'refused', message }
  }
  try {
    const host = await openHost(train)
    place.replaceChildren()
    show(host, place)
  } catch (error) {
    place.textContent = `The page can't be loaded: ${error instanceof Error ? error.message : error}.`
    throw error
  }
}
