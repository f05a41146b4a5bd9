/**
 * The kernels of training, in AssemblyScript: one function for each operation on tensors, on float32 numbers that lie
 * in this module's memory. Addresses are in bytes. Who calls them keeps the books of the memory.
 */
export * from './elementwise'
export * from './indexing'
export * from './matmul'
export { rearrange } from './rearrange'
export * from './reduce'
export * from './rows'
