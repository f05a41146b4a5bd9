/** Where the page begins: whoever serves it gives it a host. */
import { render } from 'preact'
import type { Host } from './contract.ts'
import { App } from './view/app.tsx'

export function show(host: Host, place: Element): void {
  place.classList.add('shell')
  render(<App host={host} />, place)
}
