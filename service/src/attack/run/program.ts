import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { RunRequest } from '@sandrun/shared'

/** The source of an attacking program. */
export function program(name: string): Promise<string> {
  return readFile(fileURLToPath(new URL(`../programs/${name}`, import.meta.url)), 'utf8')
}

/** The request that runs an attacking Python program, with the module that all of them import. */
export async function pythonAttack(name: string): Promise<RunRequest> {
  const [main, attempt] = await Promise.all([program(name), program('attempt.py')])
  return {
    language: 'python',
    entry: 'main.py',
    files: [
      { path: 'main.py', content: main },
      { path: 'attempt.py', content: attempt },
    ],
  }
}
