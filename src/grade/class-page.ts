/** The class as a page: class.html. One file, nothing loaded, no script. */
import type { ClassSummary } from './class.ts'
import { classText } from './class-text.ts'
import { html } from './html.ts'

export function classPage(summary: ClassSummary): string {
  return String(
    html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Class</title></head><body><pre>${classText(summary)}</pre></body></html>`,
  )
}
