import { request as ask } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NinjaError } from '../../errors.ts'
import { openServer, type Server } from './server.ts'

let server: Server
let calls: string[] = []
const page = { type: 'text/html', content: Buffer.from('<p>the page'), policy: "default-src 'self'" }

beforeAll(async () => {
  server = await openServer(
    {
      assets: new Map([['index.html', page]]),
      answer({ method, path, body }) {
        calls.push(`${method} ${path.join('/')} ${body.length}`)
        if (path[0] === 'broken') throw new NinjaError('exercise', 'it is broken', 'mend it')
        return path[0] === 'file' ? Promise.resolve('here') : null
      },
      listen(send) {
        send('first')
        return () => calls.push('ended')
      },
    },
    0,
  )
})
afterAll(() => server.close())

interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
}

const port = (): number => Number(new URL(server.address).port)
const secret = (): string => new URL(server.address).pathname.split('/')[1]

function get(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const { method = 'GET', headers = {}, body } = options
  return new Promise<Answer>((resolve, reject) => {
    const request = ask(
      { host: '127.0.0.1', port: port(), path, method, headers: { host: `127.0.0.1:${port()}`, ...headers } },
      response => {
        let text = ''
        response.on('data', part => {
          text += part
        })
        response.on('end', () => resolve({ status: response.statusCode!, text, headers: response.headers }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}
const own = (path: string, options = {}) => get(`/${secret()}/${path}`, options)
const json = { 'content-type': 'application/json' }

describe('what is refused', () => {
  const refused = async (answer: Promise<Answer>, status: number): Promise<void> => {
    calls = []
    const { status: came, text, headers } = await answer
    expect(came).toBe(status)
    expect(text).not.toContain(secret())
    expect(text).not.toContain('the page')
    expect(headers['access-control-allow-origin']).toBeUndefined()
    expect(calls).toEqual([])
  }

  test('an address without the secret, or with another of its length', async () => {
    await refused(get('/'), 404)
    await refused(get('/index.html'), 404)
    await refused(get('/api/file/makemore/02'), 404)
    await refused(get(`/${'0'.repeat(secret().length)}/`), 404)
    await refused(get(`/${secret().slice(1)}/`), 404)
  })

  test('another name for this machine, as after a rebinding of it', async () => {
    for (const host of ['evil.example', `evil.example:${port()}`, `127.0.0.1.evil.example:${port()}`]) {
      await refused(own('', { headers: { host } }), 403)
    }
  })

  test('a page of another origin, whether it says so or its browser does', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      `http://127.0.0.1:${port() + 1}`,
      `https://127.0.0.1:${port()}`,
    ])
      await refused(own('api/file/x', { method: 'PUT', headers: { ...json, origin }, body: '{}' }), 403)
    await refused(own('', { headers: { 'sec-fetch-site': 'cross-site' } }), 403)
    await refused(own('api/events', { headers: { 'sec-fetch-site': 'same-site' } }), 403)
  })

  test('what a form of another page can send', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      await refused(own('api/file/x', { method: 'POST', headers: { 'content-type': type }, body: '{}' }), 415)
  })

  test('paths that lead elsewhere', async () => {
    for (const path of [
      '../package.json',
      '..%2f..%2fetc/passwd',
      '%2e%2e/package.json',
      'etc/passwd',
      '.',
      '//etc',
    ])
      await refused(own(path), 404)
  })

  test('other methods', async () => {
    for (const method of ['DELETE', 'OPTIONS', 'PATCH', 'TRACE']) await refused(own('', { method }), 405)
    await refused(own('api/file/x', { method: 'DELETE' }), 405)
  })
})

test('its own page is served, under its own policy, and nothing may keep or frame it', async () => {
  const { status, text, headers } = await own('')
  expect([status, text]).toEqual([200, '<p>the page'])
  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'self'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
})

test('what can be put right is told with what to do, and what nobody knows is not there', async () => {
  const { status, text } = await own('api/broken', { method: 'POST', headers: json, body: '{}' })
  expect(status).toBe(400)
  expect(JSON.parse(text)).toEqual({ code: 'exercise', message: 'it is broken', advice: 'mend it' })
  expect((await own('api/nothing')).status).toBe(404)
})

test('a save of 1 GB is refused before it has come, whether it says how long it is or not', async () => {
  calls = []
  const before = process.memoryUsage().rss
  for (const headers of [{ 'content-length': String(2 ** 30) }, { 'transfer-encoding': 'chunked' }]) {
    const sent = await flood(headers)
    expect(sent.answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(sent.bytes).toBeLessThan(2 ** 26)
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28)
  expect(calls).toEqual([])
  expect((await own('api/file/x')).status).toBe(200)
})

/** Sends as much as is taken. */
function flood(headers: Record<string, string>): Promise<{ answer: string; bytes: number }> {
  const socket = connect(port(), '127.0.0.1')
  const isChunked = 'transfer-encoding' in headers
  const part = Buffer.alloc(2 ** 16, 'x')
  let bytes = 0
  let answer = ''
  const lines = Object.entries({ host: `127.0.0.1:${port()}`, ...json, ...headers }).map(
    ([k, v]) => `${k}: ${v}`,
  )
  socket.write(`PUT /${secret()}/api/file/x HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
  return new Promise(resolve => {
    const end = (): void => {
      socket.destroy()
      resolve({ answer, bytes })
    }
    const pour = (): void => {
      while (answer === '' && bytes < 2 ** 30 && !socket.destroyed) {
        bytes += part.length
        if (isChunked) socket.write(`${part.length.toString(16)}\r\n`)
        const more = socket.write(part)
        if (isChunked) socket.write('\r\n')
        if (!more) return
      }
    }
    socket
      .on('drain', pour)
      .on('close', end)
      .on('error', () => {})
    socket.on('data', data => {
      answer += data
    })
    pour()
  })
}

test('1,000 connections at a time leave it alive: those that are too many are closed', async () => {
  const sockets = Array.from({ length: 1000 }, () => connect(port(), '127.0.0.1').on('error', () => {}))
  const open = (): number => sockets.filter(({ destroyed }) => !destroyed).length
  await expect.poll(open, { timeout: 30_000 }).toBeLessThanOrEqual(64)
  for (const socket of sockets) socket.destroy()
  await expect.poll(async () => (await own('').catch(() => null))?.status, { timeout: 5000 }).toBe(200)
})

test('what happens is told to who listens, until they go', async () => {
  calls = []
  const socket = connect(port(), '127.0.0.1')
  socket.write(`GET /${secret()}/api/events HTTP/1.1\r\nhost: 127.0.0.1:${port()}\r\n\r\n`)
  const heard = await new Promise<string>(resolve => {
    let text = ''
    socket.on('data', data => {
      text += data
      if (text.includes('data: ')) resolve(text)
    })
  })
  expect(heard).toContain('data: first\n\n')
  socket.destroy()
  await expect.poll(() => calls).toEqual(['ended'])
})

test('a port that is taken is told as one', async () => {
  const nothing = { assets: new Map(), answer: () => null, listen: () => () => {} }
  await expect(openServer(nothing, port())).rejects.toMatchObject({
    code: 'usage',
    message: `port ${port()} is taken by another program`,
  })
})
