import type { GradeManifest } from '../../grade/manifest.ts'

/** What is said on the terminal in the end. */
export function summaryOf({ counts }: GradeManifest): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0)
  return parts.length === 0 ? 'no files' : parts.map(([status, count]) => `${count} ${status}`).join(', ')
}
