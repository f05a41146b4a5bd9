/** Keeps the site on the machine: after the first load all of it works without a network. A new version comes with the next load. */

interface Waiting {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}
/** As much of it as is used: its types can't be had beside those of a page. */
interface Scope {
  readonly registration: { readonly scope: string }
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(name: 'install' | 'activate', heard: (event: Waiting) => void): void
  addEventListener(name: 'fetch', heard: (event: Fetching) => void): void
}
const worker = globalThis as unknown as Scope

/** Put in when the site is built. */
declare const VERSION: string
declare const FILES: readonly string[]

const PREFIX = 'backprop-ninja '
/** Where it lies belongs to the name: several sites may be at one address. */
const prefix = `${PREFIX}${worker.registration.scope} `
const current = prefix + VERSION

worker.addEventListener('install', event => event.waitUntil(keepAll().then(() => worker.skipWaiting())))
worker.addEventListener('activate', event => event.waitUntil(tidy().then(() => worker.clients.claim())))

async function keepAll(): Promise<void> {
  const cache = await caches.open(current)
  // Past the browser's own cache: what it holds may be of the version before.
  await cache.addAll(FILES.map(path => new Request(path, { cache: 'reload' })))
}

/** The version before stays: a page of it may be open still, and ask for more of its files. */
async function tidy(): Promise<void> {
  const own = (await caches.keys()).filter(name => name.startsWith(prefix))
  const before = own.filter(name => name !== current).at(-1)
  await Promise.all(own.filter(name => name !== current && name !== before).map(name => caches.delete(name)))
}

worker.addEventListener('fetch', event => {
  const { request } = event
  const { scope } = worker.registration
  if (request.method === 'GET' && request.url.startsWith(scope)) event.respondWith(answer(request, scope))
})

async function answer(request: Request, scope: string): Promise<Response> {
  const path = request.url.slice(scope.length).replace(/[?#].*$/, '')
  const exercise = /^([\w-]+)\/(\d+)(?:\/(?:index\.html)?)?$/.exec(path)
  if (request.mode === 'navigate' && exercise !== null)
    return Response.redirect(`${scope}#${exercise[1]}/${exercise[2]}`)
  const name = path === '' ? 'index.html' : path
  const cache = await caches.open(current)
  const kept = (await cache.match(`${scope}${name}`)) ?? (await caches.match(`${scope}${name}`))
  return name === ROOM ? sealed(kept ?? (await fetch(request))) : (kept ?? fetch(request))
}

const ROOM = 'room.html'

/** What is in a sandbox that the page makes gets nothing from here, so the sandbox is made here. */
async function sealed(room: Response): Promise<Response> {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': 'sandbox allow-scripts',
  }
  return room.ok ? new Response(await room.text(), { headers }) : room
}
