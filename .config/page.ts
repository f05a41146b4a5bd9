/** Builds the page's program, and the document that it's shown in: for the static site and for `ninja open`. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Metafile } from 'esbuild'

const page = fileURLToPath(new URL('../src/page', import.meta.url))

export interface PagePrograms {
  readonly files: readonly (readonly [path: string, content: string | Uint8Array])[]
  readonly script: string
  readonly style: string
  /** What the script is made of beside itself, as far as it's needed at once. */
  readonly parts: readonly string[]
}

/** What is read as UTF-8 by every browser, and says so. */
export const common = {
  bundle: true,
  write: false,
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
} as const

const buildPage = (start: string) =>
  build({
    ...common,
    entryPoints: { app: 'page:start', style: join(page, 'style.css') },
    plugins: [
      {
        name: 'start',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^page:start$/ }, () => ({ path: join(page, 'start'), namespace: 'page' }))
          onLoad({ filter: /.*/, namespace: 'page' }, () => ({
            contents: start,
            loader: 'ts',
            resolveDir: page,
          }))
        },
      },
    ],
    splitting: true,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    outdir: page,
    metafile: true,
  })

/** The files that the page's program is made of. */
export const inputsOfPage = async (start: string): Promise<string[]> =>
  Object.keys((await buildPage(start)).metafile.inputs)

/** `start`: the module that it begins with. */
export async function programFiles(start: string): Promise<PagePrograms> {
  const { outputFiles, metafile } = await buildPage(start)
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
  const paths = Object.keys(metafile.outputs)
  const pathOf = (pattern: RegExp): string => paths.find(path => pattern.test(nameOf(path)))!
  const script = pathOf(/^app-.*\.js$/)
  // A part of its own where it is imported later than what begins.
  const views = paths.filter(path => metafile.outputs[path].entryPoint?.endsWith('/main.tsx'))
  const parts = new Set(views)
  for (const path of [script, ...views]) gatherParts(path, metafile.outputs, parts)
  return {
    files: outputFiles.map(({ path, contents }) => [nameOf(path), contents] as const),
    script: nameOf(script),
    style: nameOf(pathOf(/^style-.*\.css$/)),
    parts: [...parts].map(nameOf),
  }
}

/** The parts that one needs before it runs. */
function gatherParts(path: string, outputs: Metafile['outputs'], found: Set<string>): void {
  for (const { path: part, kind } of outputs[path].imports) {
    if (kind !== 'import-statement' || found.has(part)) continue
    found.add(part)
    gatherParts(part, outputs, found)
  }
}

/** Nothing but the site's own files, no script and no style in the text. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    // The editor makes its style itself.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

/** For styles alone. Another one with each version; more a static file can't do. */
const nonceOf = (script: string): string => createHash('sha256').update(script).digest('hex').slice(0, 16)

/** `early`: what is asked for at once. */
export const shell = (
  { script, style, parts }: PagePrograms,
  early: readonly string[] = [],
): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(nonceOf(script))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>backprop-ninja</title>
<meta name="description" content="Learn backpropagation by doing it by hand: fill in the gradients of a small language model.">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
${parts.map(part => `<link rel="modulepreload" href="${part}">\n`).join('')}${early.map(file => `<link rel="preload" href="${file}" as="fetch" crossorigin>\n`).join('')}<script type="module" nonce="${nonceOf(script)}" src="${script}"></script>
</head>
<body>
<div id="page"><main><h1>backprop-ninja</h1><p>Loading …</p></main></div>
<noscript>This page judges your code as you type, so it needs JavaScript.</noscript>
</body>
</html>
`
