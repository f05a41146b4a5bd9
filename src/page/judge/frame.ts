/**
 * The program of the frame that the judge's workers are in. The frame is sandboxed, so it has an origin of its own with
 * no storage, and its policy lets nothing be fetched: what its workers run can reach nobody.
 */

/** What the page sends: a program, with a port for its worker; the number of a worker that is to end; a knock. */
export type ToFrame =
  | { readonly start: number; readonly program: string }
  | { readonly end: number }
  | { readonly ping: true }

/** Something happened to a worker that it cannot tell itself; or the answer to a knock. */
export type FromFrame = { readonly died: number; readonly why: string } | { readonly pong: true }

const workers = new Map<number, Worker>()
const addresses = new Map<string, string>()

function addressOf(program: string): string {
  const known = addresses.get(program)
  if (known !== undefined) return known
  const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }))
  addresses.set(program, address)
  return address
}

addEventListener('message', ({ source, data, ports }: MessageEvent<ToFrame>) => {
  // In a frame that is no sandbox nothing is started: it would have the page's own origin.
  if (source !== parent || self.origin !== 'null') return
  if ('end' in data) {
    workers.get(data.end)?.terminate()
    workers.delete(data.end)
    return
  }
  if ('ping' in data) {
    tell({ pong: true })
    return
  }
  const { start: number, program } = data
  const worker = new Worker(addressOf(program))
  worker.onerror = ({ message }) => tell({ died: number, why: message })
  workers.set(number, worker)
  worker.postMessage(null, [ports[0]])
})

const tell = (message: FromFrame): void => parent.postMessage(message, '*')
