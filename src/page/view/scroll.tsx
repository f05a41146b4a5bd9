/** What scrolls by itself can be reached and moved by keys, and has a name. */
import type { ComponentChildren } from 'preact'

interface ScrollProps {
  readonly label: string
  readonly class?: string
  readonly children: ComponentChildren
}

export const Scroll = ({ label, class: name, children }: ScrollProps) => (
  <div class={`scroll ${name ?? ''}`} tabIndex={0} role="group" aria-label={label}>
    {children}
  </div>
)
