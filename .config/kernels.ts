/** Compiles the kernels of training from AssemblyScript and puts them where the program finds them, as text. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

// Its types would put a smaller console in place of Node's.
const { default: asc } = await import('assemblyscript/asc' as string)

const simd = new URL('../src/tensor/simd/', import.meta.url)

export const moduleFile = fileURLToPath(new URL('module.ts', simd))

/** The same sources and the same compiler give the same text, on every machine. */
export async function compiledModule(): Promise<string> {
  const folder = new URL('assembly/', simd)
  const sources = new Map(
    readdirSync(folder)
      .filter(name => name.endsWith('.ts'))
      .map(name => [name, readFileSync(new URL(name, folder), 'utf8')]),
  )
  let binary: Uint8Array | undefined
  const { error, stderr } = await asc.main(
    // biome-ignore format: a row for each kind
    [
      'index.ts', '--outFile', 'kernels.wasm',
      '-O3', '--converge', '--noAssert',
      '--enable', 'simd', '--runtime', 'stub', '--use', 'abort=', '--initialMemory', '1',
    ],
    {
      readFile: (name: string) => sources.get(name) ?? null,
      writeFile: (name: string, contents: Uint8Array) => {
        if (name === 'kernels.wasm') binary = contents
      },
      listFiles: () => [],
    },
  )
  if (error !== null || binary === undefined) throw new Error(`${error?.message ?? 'no output'}\n${stderr}`)
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,200}/g)!
  const quoted = lines.map(line => `  '${line}',`).join('\n')
  return `/** Compiled from assembly/ by \`npm run build:kernels\`; not written by hand. A WebAssembly module, in base64. */
export const kernels = [
${quoted}
].join('')
`
}

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(moduleFile, await compiledModule())
