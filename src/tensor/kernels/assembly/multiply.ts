/**
 * AssemblyScript, compiled to WebAssembly: `out += a @ b` of `(n, k)` and `(k, m)` float64 matrices at addresses in
 * the memory. Two columns at a time; each element still adds up its terms in the order of `k`, so the result has the
 * bits of the plain loops in `../multiply.ts`, where what this compiles to stands (`npx asc multiply.ts -O3 --runtime
 * stub --enable simd -o multiply.wasm`, in base64); a test holds the two together.
 */
export function multiply(a: usize, b: usize, out: usize, n: i32, k: i32, m: i32): void {
  const pairs = m & ~1
  for (let i = 0; i < n; i++) {
    const row = out + ((<usize>(i * m)) << 3)
    for (let p = 0; p < k; p++) {
      const factor = load<f64>(a + ((<usize>(i * k + p)) << 3))
      const factors = f64x2.splat(factor)
      const from = b + ((<usize>(p * m)) << 3)
      let at: usize = 0
      for (const end = (<usize>pairs) << 3; at < end; at += 16) {
        v128.store(row + at, f64x2.add(v128.load(row + at), f64x2.mul(factors, v128.load(from + at))))
      }
      if (pairs < m) store<f64>(row + at, load<f64>(row + at) + factor * load<f64>(from + at))
    }
  }
}
