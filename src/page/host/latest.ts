/** Work of which only the last request counts: while some is under way one waits, and a newer one takes its place. */

export function latest<G, R>(work: (given: G) => Promise<R>): (given: G) => Promise<R> {
  let running: Promise<unknown> | null = null
  let waiting: { given: G; readonly result: Promise<R> } | null = null
  const start = (given: G): Promise<R> => {
    const result = work(given)
    running = result
    const over = (): void => {
      if (running === result) running = null
    }
    result.then(over, over)
    return result
  }
  return given => {
    if (waiting !== null) {
      waiting.given = given
      return waiting.result
    }
    if (running === null) return start(given)
    const next = (): Promise<R> => {
      const { given } = waiting!
      waiting = null
      return start(given)
    }
    waiting = { given, result: running.then(next, next) }
    return waiting.result
  }
}
