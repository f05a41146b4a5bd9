/** Compiles the kernels from AssemblyScript and puts them where the program finds them, as text. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

// Its types would put a smaller console in place of Node's.
const { default: asc } = await import('assemblyscript/asc' as string)

const tensor = new URL('../src/tensor/', import.meta.url)

/** Each has its sources in `assembly/` and beside that the `module.ts` that is made of them. */
export const folders = ['simd', 'kernels']

export const moduleFile = (folder: string): string => fileURLToPath(new URL(`${folder}/module.ts`, tensor))

/** The same sources and the same compiler give the same text, on every machine. */
export async function compiledModule(folder: string): Promise<string> {
  const assembly = new URL(`${folder}/assembly/`, tensor)
  const sources = new Map(
    readdirSync(assembly)
      .filter(name => name.endsWith('.ts'))
      .map(name => [name, readFileSync(new URL(name, assembly), 'utf8')]),
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

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const folder of folders) writeFileSync(moduleFile(folder), await compiledModule(folder))
}
