/** What is used of WebAssembly: its types come with the DOM's, which are not wanted here. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
  }
  class Instance {
    constructor(module: Module, imports?: object)
    readonly exports: Readonly<Record<string, unknown>>
  }
  class Memory {
    constructor(pages: { readonly initial: number; readonly maximum?: number })
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
}
