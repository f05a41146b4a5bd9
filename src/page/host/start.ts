/** Where the page of the static site begins. */
import type { Host } from '../contract.ts'
import { openJudging } from '../judging.ts'
import { openCourse } from './course.ts'
import { keepingIn } from './keeping.ts'
import { openHost, type SiteNetwork } from './site.ts'

/** What draws the page. */
interface Views {
  readonly show: (host: Host, place: Element) => void
}

export async function startSite(load: () => Promise<Views>): Promise<void> {
  const place = document.querySelector('#page')!
  const base = new URL('.', location.href).href
  try {
    const judge = openJudging({
      room: `${base}room.html`,
      isSealed: () => navigator.serviceWorker?.controller != null,
      program: name => fetch(`${base}${name}`).then(response => response.text()),
    })
    const warm = judge.warm()
    // Run while the judge's frame is opened: that's another process.
    const views = load()
    const course = await openCourse(base)
    const keeping = keepingIn(() => localStorage, globalThis)
    const parts = { course, keeping, judge, hash: location.hash, now: () => new Date(), network }
    const { host, begun } = openHost(parts)
    await Promise.race([Promise.allSettled([warm, begun]), pause(LONGEST)])
    const { show } = await views
    place.replaceChildren()
    show(host, place)
    const first = begun.then(({ verdict }) => verdict)
    await Promise.race([Promise.allSettled([first]), pause(PATIENCE)])
  } catch (error) {
    place.textContent = `The page can't be loaded: ${error instanceof Error ? error.message : error}. Load it again when there is a network.`
    throw error
  }
  // Only now: what it keeps for later must not delay the first verdict.
  if (document.readyState === 'complete') keepSite()
  else addEventListener('load', keepSite)
}

/** Milliseconds for the judge to get what it begins with; then the page is drawn all the same. */
const LONGEST = 1000
/** Milliseconds for the first verdict, until what the site keeps for later is fetched all the same. */
const PATIENCE = 5000
const pause = (time: number): Promise<void> => new Promise(resolve => setTimeout(resolve, time))

function keepSite(): void {
  void navigator.serviceWorker?.register('sw.js').catch(() => {
    // Without it the site needs the network; nothing else.
  })
}

const network: SiteNetwork = {
  isAllHere: () => navigator.serviceWorker?.controller != null,
  listen: heard => {
    addEventListener('online', () => heard(true))
    addEventListener('offline', () => heard(false))
  },
}
