/** Work of which only the newest request counts: while one is under way, one waits, and a newer one takes its place. */
export function latest<Given, Result>(
  work: (given: Given) => Promise<Result>,
): (given: Given) => Promise<Result> {
  let running: Promise<unknown> = Promise.resolve()
  let waiting: { given: Given; readonly result: Promise<Result> } | null = null
  return given => {
    if (waiting !== null) {
      waiting.given = given
      return waiting.result
    }
    const start = (): Promise<Result> => {
      const { given } = waiting!
      waiting = null
      return work(given)
    }
    const result = running.then(start)
    waiting = { given, result }
    running = result.catch(() => {})
    return result
  }
}
