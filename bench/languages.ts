import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { RunRequest } from '@sandrun/shared'
import type { RunClient } from '@sandrun/shared/client'
import { type Hello, readHellos } from '@sandrun/service/hello'
import type { BenchService } from './bench-service.ts'
import { plainCompiler } from './plain-compilers.ts'
import type { LanguageFigures } from './report.ts'
import { median } from './statistics.ts'

const execute = promisify(execFile)

/** Lets one measurement finish its clean-up before the next. */
const SETTLE_MS = 200

/** Measures these languages, in turn with the bare commands; leaves out those without an image or a hello sample. */
export async function benchLanguages(
  service: BenchService,
  ids: readonly string[],
  rounds: number,
  progress: (text: string) => void,
): Promise<LanguageFigures[]> {
  const built = new Set((await service.languages()).flatMap(({ id, available }) => (available ? id : [])))
  const figures: LanguageFigures[] = []
  for (const hello of await readHellos(ids)) {
    if (!built.has(hello.id)) continue
    progress(`hello in ${hello.name}`)
    figures.push(await benchLanguage(service, hello, rounds))
  }
  return figures
}

async function benchLanguage(service: BenchService, hello: Hello, rounds: number): Promise<LanguageFigures> {
  const { id, request, isPrepared: prepared } = hello
  await using bare = await startBare(hello)
  using client = await service.connect()
  // The first run makes the service keep a sandbox warm for the next.
  await timeRun(client, request)
  await bare.run()
  const times: { sandrun: number[]; bare: number[] } = { sandrun: [], bare: [] }
  const starts = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    await service.warm(id, { prepared })
    await setTimeout(SETTLE_MS)
    const { firstByte, start } = await timeRun(client, request)
    times.sandrun.push(firstByte)
    starts.add(start)
    await setTimeout(SETTLE_MS)
    times.bare.push(await bare.run())
  }
  return {
    id,
    sandrun: median(times.sandrun),
    spread: [Math.min(...times.sandrun), Math.max(...times.sandrun)],
    bare: median(times.bare),
    start: [...starts].join(', '),
  }
}

async function timeRun(client: RunClient, request: RunRequest): Promise<{ firstByte: number; start: string }> {
  const begin = performance.now()
  let firstByte: number | null = null
  const run = client.run(request, {
    output() {
      firstByte ??= performance.now() - begin
    },
  })
  run.endStdin()
  const { verdict, message, start = 'unknown' } = await run.result
  if (verdict !== 'ok' || firstByte === null) throw new Error(`${request.language}: ${verdict}, ${message}`)
  return { firstByte, start }
}

interface Bare extends AsyncDisposable {
  /** Compiles and runs it; milliseconds to the first byte of its output. */
  run(): Promise<number>
}

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The commands of a phase as shell code, in the environment of the phase and no other. */
const command = ({ argv, env }: Hello['run']): string =>
  ['env', '-i', ...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...argv].map(quote).join(' ')

/** A container that does the same for every line, and prints the time to the first byte (bash(1), EPOCHREALTIME). */
async function startBare(hello: Hello): Promise<Bare> {
  const { image, files, run } = hello
  const compile = plainCompiler(hello)
  // Compilers keep what they compiled, and would find the program unchanged: its folders are as in a new container.
  const folders = ['--read-only', '--tmpfs', '/work:exec', '--tmpfs', '/tmp']
  const start = ['run', '-d', '--rm', '--network', 'none', ...folders, '--entrypoint', 'sleep', image, '3600']
  const container = (await execute('docker', start)).stdout.trim()
  const program = files.map(
    ({ path, content }) => `base64 -d <<<${Buffer.from(content).toString('base64')} >${quote(path)}`,
  )
  const compiling = compile === null ? ':' : `${command(compile)} >/dev/null 2>&1 </dev/null`
  const script = `
    while read -r; do
      cd / && find /work /tmp -mindepth 1 -delete && cd /work && ${program.join(' && ')}
      begin=$EPOCHREALTIME
      ${compiling}
      ${command(run)} 2>/dev/null </dev/null | { IFS= read -rN1 byte; echo "$begin $EPOCHREALTIME"; cat >/dev/null; }
    done`
  const loop: ChildProcessByStdio<Writable, Readable, null> = spawn(
    'docker',
    ['exec', '-i', container, 'bash', '-c', script],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: loop.stdout })[Symbol.asyncIterator]()
  return {
    async run() {
      loop.stdin.write('\n')
      const [begin = NaN, end = NaN] = String((await lines.next()).value)
        .split(' ')
        .map(Number)
      return (end - begin) * 1000
    },
    [Symbol.asyncDispose]: async () => {
      loop.stdin.end()
      await execute('docker', ['rm', '-f', container])
    },
  }
}
