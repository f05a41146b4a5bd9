/** What `doctor` says. */
import { pad, sign, style, widthOf, wrap } from './style.ts'

/** One line of it. */
export interface HealthItem {
  /** `nothing`: neither right nor wrong, but good to know for whoever helps. */
  readonly state: 'good' | 'bad' | 'nothing'
  readonly what: string
  readonly found: string
  /** How to put it right. */
  readonly wayOut?: string | undefined
}

export interface Section {
  readonly title: string
  readonly findings: readonly HealthItem[]
}

/** `homes`: folders that are written as ~, for this is pasted where strangers read it. */
export function renderDoctor(sections: readonly Section[], homes: readonly string[], width: number): string {
  const bad = sections.flatMap(({ findings }) => findings).filter(({ state }) => state === 'bad').length
  const short = (text: string): string => homes.reduce(withoutHome, text)
  return [
    ...sections.map(
      ({ title, findings }) => `${style.strong(title)}\n${renderFindings(findings, width, short)}`,
    ),
    bad === 0
      ? style.good(`${sign.good} nothing is wrong`)
      : style.bad(`${sign.bad} ${bad === 1 ? 'one thing is' : `${bad} things are`} wrong`),
  ].join('\n\n')
}

const looks = { good: style.good, bad: style.bad, nothing: style.dim }

function renderFindings(
  findings: readonly HealthItem[],
  width: number,
  short: (text: string) => string,
): string {
  const widest = Math.max(...findings.map(({ what }) => widthOf(what)))
  return findings
    .flatMap(({ state, what, found, wayOut }) => {
      const head = `  ${looks[state](sign[state])} ${pad(what, widest)}  `
      const indent = ' '.repeat(widthOf(head))
      // Shortened first: a home folder with a space in it could be parted by the wrapping, and stay.
      const text = [found, ...(wayOut === undefined ? [] : [`to do: ${wayOut}`])].map(short)
      const lines = text.flatMap(line => wrap(line, Math.max(30, width - indent.length)).split('\n'))
      return lines.map((line, i) => `${i === 0 ? head : indent}${line}`)
    })
    .join('\n')
}

/** The text with `~` for a home folder, where that is not merely a piece of another name. */
export function withoutHome(text: string, home: string): string {
  if (home.length < 2) return text // `/` in some containers: the start of every path
  return text
    .split(home)
    .reduce(
      (before, after) => `${before}${/[\w-]$/.test(before) || /^[\w.-]/.test(after) ? home : '~'}${after}`,
    )
}
