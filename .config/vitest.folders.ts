/** The folders that a test file has made are removed after it. */
import { afterAll } from 'vitest'
import { removeFolders } from '../src/cli/testing.ts'

afterAll(removeFolders)
