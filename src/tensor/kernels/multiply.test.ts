import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { generator } from '../random.ts'
import { CODE, compileMultiply, multiplyInLoops } from './multiply.ts'

const compiler = fileURLToPath(new URL('../../../node_modules/assemblyscript/bin/asc.js', import.meta.url))

describe('a matrix product in WebAssembly', () => {
  const compiled = compileMultiply()!

  test.each([
    [1, 1, 1],
    [3, 4, 5],
    [5, 7, 2],
    [2, 1, 9],
    [32, 30, 64],
    [64, 27, 33],
    [2, 0, 3],
    [0, 2, 3],
    [3, 2, 0],
  ])('has the bits of plain loops: (%i, %i) @ (…, %i)', (n, k, m) => {
    const g = generator(n + k + m)
    const [a, b] = [g.randn(n, k).data, g.randn(k, m).data]
    expect(compiled(a, b, n, k, m)).toEqual(multiplyInLoops(a, b, n, k, m))
  })

  test('carries what is not finite as plain loops do', () => {
    const a = Float64Array.of(NaN, 1, Infinity, 0, -0, 1e308)
    const b = Float64Array.of(0, Infinity, 2, -Infinity, 10, 1)
    expect(compiled(a, b, 3, 2, 3)).toEqual(multiplyInLoops(a, b, 3, 2, 3))
  })

  test('keeps nothing of an earlier one', () => {
    const large = new Float64Array(10_000).fill(1)
    compiled(large, large, 100, 100, 100)
    const one = Float64Array.of(3)
    expect([...compiled(one, one, 1, 1, 1)]).toEqual([9])
  })

  test('is what its source compiles to', () => {
    const folder = mkdtempSync(join(tmpdir(), 'multiply-'))
    copyFileSync(new URL('./assembly/multiply.ts', import.meta.url), join(folder, 'multiply.ts'))
    const words = 'multiply.ts -O3 --runtime stub --enable simd -o multiply.wasm'.split(' ')
    execFileSync('node', [compiler, ...words], { cwd: folder })
    expect(readFileSync(join(folder, 'multiply.wasm')).toString('base64')).toBe(CODE)
    rmSync(folder, { recursive: true })
  })
})
