/** Where the page begins: whoever serves it has put a host there, else everything is in the browser. */
import { render } from 'preact'
import type { Host } from './contract.ts'
import { App } from './view/app.tsx'

export const show = (host: Host, place: Element): void => render(<App host={host} />, place)
