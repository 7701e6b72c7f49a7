import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

const FOLDER = join(import.meta.dirname, '../../agent')

/** Where the agent is, or why there is none. */
type BuiltAgent = { path: string } | { missing: string }

declare module 'vitest' {
  interface ProvidedContext {
    agent: BuiltAgent
  }
}

/** Builds the agent for this machine, once for all unit tests. If it can't be built, the tests that need it say so. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('agent', await buildAgent())
}

async function buildAgent(): Promise<BuiltAgent> {
  try {
    await promisify(execFile)('make', ['-C', FOLDER, 'native'])
    return { path: join(FOLDER, 'build/init-native') }
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) }
  }
}
