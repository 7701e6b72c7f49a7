import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunRequest, RunResult } from '@sandrun/shared'
import type { Outcomes } from '../../../src/attack/attack.ts'
import { pythonAttack } from '../../../src/attack/run/program.ts'
import { reportOf } from '../../../src/attack/run/run-program.ts'
import { readConfig } from '../../../src/settings/environment.ts'
import { post, startService, type TestService } from '../../support/service.ts'
import { type Relaxation, relaxedEngine } from './relax.ts'

const LANGUAGES = ['python', 'bash', 'c']

/**
 * A real service to attack: hardened as it ships, or with a few lines relaxed as the control, which shows that the
 * attack works. It keeps no sandbox warm, so dozens of services can run on a small machine.
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

/** Runs a Python program that reports with attempt.py. */
export async function attack(
  service: Pick<TestService, 'url'>,
  name: string,
  request: Omit<RunRequest, 'language'> = {},
): Promise<Outcomes> {
  const { result, outcomes } = await attackWithResult(service, name, request)
  if (outcomes === null) throw new Error(`${name} reported nothing: ${JSON.stringify(result)}`)
  return outcomes
}

/** The same for a program that may be killed before it can report. */
export async function attackWithResult(
  service: Pick<TestService, 'url'>,
  name: string,
  request: Omit<RunRequest, 'language'> = {},
): Promise<{ result: RunResult; outcomes: Outcomes | null }> {
  const result = await post(service, { ...(await pythonAttack(name)), ...request })
  return { result, outcomes: reportOf(result) }
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
