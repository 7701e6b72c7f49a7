import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { type LanguageInfo, type RequestFile, type RunResult, SandrunError, detectLanguage } from '@sandrun/shared'
import type { ActiveRun } from '@sandrun/shared/client'
import { exitCodeOf, USAGE } from './exit-code.ts'
import { parseLimits } from './limit-option.ts'
import { connect, fetchLanguages, serviceUrl } from './service-client.ts'
import { openTerminal } from './terminal.ts'

/** `sandrun run FILE [-- ARGS]` */
export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      lang: { type: 'string', short: 'l' },
      limit: { type: 'string' },
      time: { type: 'boolean' },
      url: { type: 'string' },
    },
  })
  const [path, ...args] = positionals
  if (path === undefined) {
    process.stderr.write('sandrun: which file? Write: sandrun run FILE [-- ARGS]\n')
    return USAGE
  }
  const url = serviceUrl(values.url)
  const file = await readProgram(path)
  const language = values.lang ?? languageOf(file, await fetchLanguages(url))
  using client = await connect(url)
  using terminal = openTerminal()
  const active = client.run(
    {
      language,
      files: [file],
      args,
      limits: parseLimits(values.limit),
      ...(terminal.size !== null && { tty: terminal.size }),
    },
    {
      output: (channel, bytes) => terminal.write(channel, bytes),
      queued: (place) => say(`waiting, number ${place} in the queue`),
      connection: (state) => say(state === 'lost' ? 'the connection was lost, coming back …' : 'back again'),
    },
  )
  forwardSignals(active)
  terminal.connect(active)
  const result = await active.result
  terminal[Symbol.dispose]()
  report(result, values.time ?? false)
  return exitCodeOf(result)
}

async function readProgram(path: string): Promise<RequestFile> {
  const content = await readFile(path).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new SandrunError('path-refused', `${path} can't be read (${why}).`, { hint: 'Name a file of yours.' })
  })
  return { path: basename(path), content: content.toString('base64'), encoding: 'base64' }
}

/** By extension and first line. */
function languageOf({ path, content }: RequestFile, known: readonly LanguageInfo[]): string {
  const [firstLine = ''] = Buffer.from(content, 'base64').toString().split('\n', 1)
  const found = detectLanguage({ fileName: path, editorLanguageId: '', firstLine }, known)
  if (found !== undefined) return found.id
  throw new SandrunError('unknown-language', `The language of ${path} can't be told from its name.`, {
    hint: `Say it with --lang, one of: ${known.map(({ id }) => id).join(', ')}.`,
  })
}

function forwardSignals(active: ActiveRun): void {
  process.on('SIGINT', () => active.signal('SIGINT'))
  process.on('SIGTERM', () => active.cancel())
  process.on('SIGHUP', () => active.cancel())
  process.stdout.once('error', () => active.cancel())
}

/** News of the run, for a person: never between the lines of a pipe. */
function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\rsandrun: ${text}\r\n`)
}

/** What the program's own output and code do not say goes to standard error. */
function report(result: RunResult, withTimes: boolean): void {
  if (result.verdict !== 'ok' && (result.verdict !== 'runtime-error' || result.run?.signal !== null)) {
    process.stderr.write(`sandrun: ${result.message}\n`)
  }
  for (const warning of result.warnings) process.stderr.write(`sandrun: ${warning}\n`)
  if (!withTimes) return
  for (const phase of ['compile', 'run'] as const) {
    const facts = result[phase]
    if (facts === undefined) continue
    const { wallMs, cpuMs, memoryKb } = facts
    process.stderr.write(
      `${phase.padEnd(8)}${wallMs.toFixed(1)} ms, cpu ${cpuMs.toFixed(1)} ms, memory ${(memoryKb / 1024).toFixed(1)} MB\n`,
    )
  }
}
