/** Loaded before anything else inside QuickJS: who takes `Math.exp` for itself afterwards has the host's. */
import { askForMaths } from './maths.ts'

askForMaths()
