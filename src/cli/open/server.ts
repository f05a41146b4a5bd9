/** A server for one page, for one person: on the loopback address alone, behind a secret, with nothing else to be had. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { NinjaError } from '../../errors.ts'

/** A file of the page, by its name: read before the server opens, so that no address leads to the disk. */
export interface Asset {
  readonly type: string
  readonly content: Uint8Array
  /** Its own security policy. */
  readonly policy: string
}

export interface PageCall {
  readonly method: string
  /** What stands behind `api/`: `['file', 'makemore', '02_softmax']`. */
  readonly path: readonly string[]
  readonly body: string
}

export interface Service {
  readonly assets: ReadonlyMap<string, Asset>
  /** The answer. Throws a NinjaError for what can't be done; null: there is nothing of that name. */
  readonly answer: (call: PageCall) => Promise<string> | null
  /** `send`: one more message. Gives what ends it. */
  readonly listen: (send: (message: string) => void) => () => void
}

export interface Server {
  readonly address: string
  close(): void
}

/** Bytes that a call may bring: a notebook has pictures in it. */
const LARGEST = 2 ** 26
/** Of another call. */
const LARGE = 2 ** 20
const CONNECTIONS = 64
/** Pages that are kept up to date at the same time. */
const LISTENERS = 16

/** @throws NinjaError 'workspace' where the port can't be had. */
export function openServer(service: Service, port: number): Promise<Server> {
  const secret = randomBytes(16).toString('hex')
  let listeners = 0
  const server = createServer({
    requestTimeout: 20_000,
    headersTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
  })
  server.maxConnections = CONNECTIONS
  server.on('request', (request, response) => {
    handle(request, response).catch(error => {
      if (!response.headersSent) refuse(response, 500, `internal: ${(error as Error).message}`)
      response.destroy()
    })
  })
  server.on('clientError', (_, socket) => socket.destroy())

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const here = (server.address() as AddressInfo).port
    const hosts = [`127.0.0.1:${here}`, `localhost:${here}`]
    const { host = '', origin, 'sec-fetch-site': site = 'none' } = request.headers
    // A name of another's that leads here; a page of another's that asks.
    if (!hosts.includes(host)) return refuse(response, 403, 'this is not for you')
    const isOwn =
      origin === undefined ? site === 'none' || site === 'same-origin' : origin === `http://${host}`
    if (!isOwn) return refuse(response, 403, 'this is not for you')
    const [, given = '', ...path] = (request.url ?? '').split(/[?#]/)[0].split('/')
    if (!isSame(given, secret)) return refuse(response, 404, 'there is nothing here')
    if (path[0] === 'api') return serveCall(request, response, path.slice(1).map(decoded))
    if (request.method !== 'GET') return refuse(response, 405, 'only GET')
    if (path.length === 0) return redirect(response, `/${secret}/`)
    const asset = service.assets.get(path.join('/') || 'index.html')
    if (asset === undefined) return refuse(response, 404, 'there is nothing here')
    answer(response, 200, asset.type, asset.content, asset.policy)
  }

  async function serveCall(
    request: IncomingMessage,
    response: ServerResponse,
    path: readonly string[],
  ): Promise<void> {
    const { method = 'GET' } = request
    if (path[0] === 'events' && method === 'GET') return stream(response)
    if (!['GET', 'PUT', 'POST'].includes(method)) return refuse(response, 405, 'only GET, PUT and POST')
    // A form of another page can send text, but no JSON.
    if (method !== 'GET' && request.headers['content-type'] !== 'application/json')
      return refuse(response, 415, 'only JSON')
    const body = await bodyOf(request, path[0] === 'notebook' ? LARGEST : LARGE)
    if (body === null) {
      refuse(response, 413, 'that is too much')
      return void response.once('finish', () => request.destroy())
    }
    try {
      const found = service.answer({ method, path, body })
      if (found === null) return refuse(response, 404, 'there is nothing here')
      answer(response, 200, JSON_TYPE, await found)
    } catch (error) {
      if (!(error instanceof NinjaError)) throw error
      const { code, message, advice = null } = error
      answer(response, 400, JSON_TYPE, JSON.stringify({ code, message, advice }))
    }
  }

  function stream(response: ServerResponse): void {
    if (listeners === LISTENERS) {
      refuse(response, 503, 'too many pages are open')
      return
    }
    listeners++
    response.writeHead(200, { ...usual, 'Content-Type': 'text/event-stream' })
    response.write(': here\n\n')
    const end = service.listen(message => void response.write(`data: ${message}\n\n`))
    response.once('close', () => {
      listeners--
      end()
    })
  }

  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(unavailable(error, port)))
    server.listen(port, '127.0.0.1', () => {
      resolve({
        address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}/`,
        close() {
          server.close()
          server.closeAllConnections()
        },
      })
    })
  })
}

const JSON_TYPE = 'application/json'

const usual = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** Of what is no page, nothing may do anything. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'"

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  content: string | Uint8Array,
  policy = NOTHING,
): void {
  response.writeHead(status, { ...usual, 'Content-Type': type, 'Content-Security-Policy': policy })
  response.end(content)
}

const refuse = (response: ServerResponse, status: number, why: string): void =>
  answer(response, status, 'text/plain; charset=utf-8', `${why}\n`)

function redirect(response: ServerResponse, to: string): void {
  response.writeHead(308, { ...usual, Location: to })
  response.end()
}

/** In a time that doesn't tell how much of it was right. */
const isSame = (given: string, secret: string): boolean =>
  given.length === secret.length && timingSafeEqual(Buffer.from(given), Buffer.from(secret))

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Null where there is more than `most`: then the rest isn't read. */
async function bodyOf(request: IncomingMessage, most: number): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > most) return null
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    length += (part as Buffer).length
    if (length > most) return null
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString('utf8')
}

const unavailable = ({ code, message }: NodeJS.ErrnoException, port: number): NinjaError =>
  code === 'EADDRINUSE'
    ? new NinjaError(
        'usage',
        `port ${port} is taken by another program`,
        'leave --port out to get a free one',
      )
    : code === 'EACCES'
      ? new NinjaError('usage', `port ${port} may not be used`, 'take one above 1023, or leave --port out')
      : new NinjaError('workspace', `the page can't be served: ${message}`)
