/** TeX as MathML. The one place that knows temml. */
import temml from 'temml'
import type { Html } from '../contract.ts'

/**
 * @throws Error what temml says of TeX that it can't read.
 * A name of the forward pass is written `\name{counts_sum}`.
 */
export function mathOf(tex: string): Html {
  const made = temml.renderToString(withNames(tex), { displayMode: true, throwOnError: true, trust: isName })
  // A strict page takes no styles in the text: what they say here, MathML says by itself or the page's own style does.
  return made.replaceAll(/ style="[^"]*"/g, '')
}

/** What is wrong with it; null: nothing. */
export function faultInTex(tex: string): string | null {
  try {
    mathOf(tex)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

const withNames = (tex: string): string =>
  tex.replaceAll(
    /\\name\{([^{}]*)\}/g,
    (_, name: string) => `\\class{name}{\\text{${name.replaceAll('_', '\\_')}}}`,
  )

const isName = (context: { readonly command: string }): boolean => context.command === '\\class'
