export { outcome as run } from '../command.ts'
