import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunRequest, RunResult } from '@sandrun/shared'
import { readConfig } from '../../../src/settings/environment.ts'
import { post, startService, type TestService } from '../../support/service.ts'
import { type Relaxation, relaxedEngine } from './relax.ts'

const PROGRAMS = fileURLToPath(new URL('../programs/', import.meta.url))
const LANGUAGES = ['python', 'bash', 'c']

/** The text of an attacking program. */
export function program(name: string): Promise<string> {
  return readFile(join(PROGRAMS, name), 'utf8')
}

/**
 * A real service to attack: hardened as it ships, or with a few lines relaxed, as the control that shows that the
 * attack is one. It keeps nothing warm, so that dozens of them can be started on a small machine.
 */
export async function startTarget(relax?: Relaxation, environment: Record<string, string> = {}): Promise<TestService> {
  const languages = await coldLanguages()
  const engine = relax === undefined ? undefined : relaxedEngine(relax)
  const remove = (): Promise<void> => rm(languages, { recursive: true })
  const service = await startService({ SANDRUN_LANGUAGES_DIR: languages, ...environment }, engine).catch(
    async (error: unknown) => {
      await remove()
      throw error
    },
  )
  return {
    ...service,
    [Symbol.asyncDispose]: async () => {
      try {
        await service[Symbol.asyncDispose]()
      } finally {
        await remove()
      }
    },
  }
}

/** What came of each thing an attack tried: `done`, what it got, or the errno. */
export type Outcomes = Record<string, string>

/** Runs a Python program that reports by attempt.py. */
export async function attack(
  service: Pick<TestService, 'url'>,
  name: string,
  request: Omit<RunRequest, 'language'> = {},
): Promise<Outcomes> {
  const { result, outcomes } = await attackWithResult(service, name, request)
  if (outcomes === null) throw new Error(`${name} reported nothing: ${JSON.stringify(result)}`)
  return outcomes
}

/** The same where the program may be killed before it can report. */
export async function attackWithResult(
  service: Pick<TestService, 'url'>,
  name: string,
  request: Omit<RunRequest, 'language'> = {},
): Promise<{ result: RunResult; outcomes: Outcomes | null }> {
  const result = await post(service, { ...(await pythonAttack(name)), ...request })
  const report = textOf(result).match(/^report: (.*)$/m)?.[1]
  return { result, outcomes: report === undefined ? null : (JSON.parse(report) as Outcomes) }
}

/** What a program wrote to stdout, where that is text. */
export function textOf({ run }: RunResult): string {
  return typeof run?.stdout === 'string' ? run.stdout : ''
}

/** The request that runs an attacking Python program, with what all of them import. */
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

async function coldLanguages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-attack-'))
  const { languagesDir } = readConfig(process.env)
  for (const id of LANGUAGES) {
    await cp(join(languagesDir, id), join(folder, id), { recursive: true })
    const manifest = join(folder, id, 'language.json')
    const content = await readFile(manifest, 'utf8')
    await writeFile(manifest, content.replace('"starter": true', '"starter": false'))
  }
  return folder
}
