/** What is in a file, in 64 digits. */
import { createHash } from 'node:crypto'

/** In hexadecimal digits. */
export const sha256 = (of: string | Uint8Array): string => createHash('sha256').update(of).digest('hex')
