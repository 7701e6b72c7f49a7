import { resolve } from 'node:path'
import { SandrunError } from '@sandrun/shared'
import { exitCodeOf } from '../command/exit-code.ts'
import { Interrupts } from '../command/interrupts.ts'
import { openService } from '../service/open-service.ts'
import { type Program, readProgram } from './program.ts'
import { chooseLanguage } from './run-language.ts'
import { openInput, runOnce } from './run-once.ts'
import { readInvocation, type RunInvocation, type RunOptions } from './run-options.ts'

/** `rest` are the program's arguments. */
export async function run(paths: readonly string[], options: RunOptions, rest: readonly string[]): Promise<number> {
  const invocation = await readInvocation(paths, options, rest)
  try {
    return await runInvocation(invocation)
  } catch (error) {
    if (!invocation.settings.json || !(error instanceof SandrunError)) throw error
    process.stdout.write(`${JSON.stringify({ error: error.toBody() }, null, 2)}\n`)
    return exitCodeOf(error)
  }
}

async function runInvocation({ paths, code, language: named, url, watch, settings }: RunInvocation): Promise<number> {
  // Before connecting to a service, to report a wrong name at once.
  const program = await readProgram(paths, code)
  using interrupts = new Interrupts()
  // At once: both terminals would echo a key that comes earlier.
  using early = watch ? undefined : await openInput(settings, interrupts)
  await using service = await openService(url, { runsAtOnce: !watch, keepWarm: watch, signal: interrupts.signal })
  const attempt = async (current: Program, superseded?: AbortSignal): Promise<number> => {
    const language = chooseLanguage(current, named, service.languages)
    await service.prepare(language)
    const subject = { program: current, language, service }
    const control = {
      interrupts,
      ...(early !== undefined && { early }),
      ...(superseded !== undefined && { superseded }),
    }
    return runOnce(subject, settings, control)
  }
  // Awaited here: returning closes the service.
  if (!watch) return await attempt(program)
  const { runWatching } = await import('./run-watching.ts')
  return await runWatching({
    paths: paths.map((path) => resolve(path)),
    isOurs: (path) => settings.saver?.hasSaved(path) ?? false,
    run: async (superseded) => attempt(await readProgram(paths, code), superseded),
    signal: interrupts.signal,
  })
}
