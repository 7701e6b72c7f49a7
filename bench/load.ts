import { parseArgs } from 'node:util'
import { type RunResult, toSandrunError } from '@sandrun/shared'
import { type BenchService, residentMb, startBenchService } from './bench-service.ts'
import { LOAD_PROGRAMS, type LoadProgram } from './load-programs.ts'
import { quantile } from './statistics.ts'

/** How often to sample the service's memory. */
const SAMPLE_MS = 1000

/** Flat: how much the last quarter's median may exceed the second's. The first quarter is warm-up. */
const FLAT = 1.15

interface Tally {
  verdicts: Map<string, number>
  /** Refusals by code: for example, a full queue. */
  refusals: Map<string, number>
  /** Failures, in words. */
  faults: string[]
  queuedMs: number[]
  wholeMs: number[]
}

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, clients: { type: 'string', default: '200' } },
  allowPositionals: true,
})
const minutes = Number(values.minutes)
const clients = Number(values.clients)

// The test uses the whole machine, and all clients are one principal.
await using service = await startBenchService({
  SANDRUN_MAX_QUEUED: String(clients),
  SANDRUN_CAPS: `running=${clients}`,
})
const tally: Tally = { verdicts: new Map(), refusals: new Map(), faults: [], queuedMs: [], wholeMs: [] }
const memory = await load(service, tally)
process.exitCode = report(tally, memory) ? 0 : 1

/** All clients, each running one program after another until the time is over. Returns the memory's samples, in MiB. */
async function load(target: BenchService, into: Tally): Promise<number[]> {
  process.stderr.write(`${clients} clients for ${minutes} minutes …\n`)
  const until = performance.now() + minutes * 60_000
  const samples: number[] = []
  const sampling = setInterval(() => samples.push(residentMb(target.pid)), SAMPLE_MS)
  try {
    await Promise.all(Array.from({ length: clients }, (_, index) => runUntil(until, index, target, into)))
  } finally {
    clearInterval(sampling)
  }
  return samples
}

async function runUntil(until: number, index: number, target: BenchService, into: Tally): Promise<void> {
  using client = await target.connect()
  for (let turn = index; performance.now() < until; turn++) {
    const program = pick(turn)
    const begin = performance.now()
    let received = 0
    try {
      const run = client.run(program.request, {
        output(channel, bytes) {
          if (channel === 'stdout') received += bytes.length
        },
      })
      if (program.stdin !== undefined) void run.writeStdin(new TextEncoder().encode(program.stdin))
      run.endStdin()
      const result = await run.result
      into.wholeMs.push(performance.now() - begin)
      judge(program, result, received, into)
    } catch (error) {
      await refuse(error, program, into)
    }
  }
}

/** Spread evenly, and the same in every run: 37 and 100 have no common divisor. */
function pick(turn: number): LoadProgram {
  let place = (turn * 37) % 100
  for (const program of LOAD_PROGRAMS) {
    if (place < program.share) return program
    place -= program.share
  }
  throw new Error('the shares do not add up to 100')
}

function judge(program: LoadProgram, result: RunResult, received: number, into: Tally): void {
  into.queuedMs.push(result.queuedMs)
  into.verdicts.set(result.verdict, (into.verdicts.get(result.verdict) ?? 0) + 1)
  if (!program.verdicts.includes(result.verdict)) {
    into.faults.push(`${program.name}: ${result.verdict}, ${result.message}`)
  }
  if (program.output !== undefined && received !== program.output) {
    into.faults.push(`${program.name}: ${received} bytes of output came, ${program.output} were written`)
  }
}

/** Counts a refusal as a fault unless its code allows another try. */
async function refuse(error: unknown, program: LoadProgram, into: Tally): Promise<void> {
  const { code, message, retryable } = toSandrunError(error).toBody()
  if (!retryable) into.faults.push(`${program.name}: ${code}, ${message}`)
  into.refusals.set(code, (into.refusals.get(code) ?? 0) + 1)
  await new Promise((resolve) => setTimeout(resolve, 100))
}

/** Prints the results; false if there were faults. */
function report({ verdicts, refusals, faults, queuedMs, wholeMs }: Tally, samples: readonly number[]): boolean {
  const quarter = Math.floor(samples.length / 4)
  const early = quantile(samples.slice(quarter, 2 * quarter), 0.5)
  const late = quantile(samples.slice(-quarter), 0.5)
  const flat = late <= early * FLAT
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
  const list = (counts: Map<string, number>): string =>
    [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none'
  process.stdout.write(
    [
      `${clients} clients, ${minutes} minutes: ${queuedMs.length} runs, ${(queuedMs.length / minutes / 60).toFixed(1)} a second`,
      `verdicts: ${list(verdicts)}`,
      `refusals: ${list(refusals)}`,
      `wait in the queue: median ${seconds(quantile(queuedMs, 0.5))}, p95 ${seconds(quantile(queuedMs, 0.95))}`,
      `start to exit: median ${seconds(quantile(wholeMs, 0.5))}, p95 ${seconds(quantile(wholeMs, 0.95))}`,
      `memory of the service: ${early.toFixed(0)} MB in the second quarter, ${late.toFixed(0)} MB in the last${flat ? '' : ': NOT FLAT'}`,
      `faults: ${faults.length}`,
      ...faults.slice(0, 20).map((fault) => `  ${fault}`),
      '',
    ].join('\n'),
  )
  return flat && faults.length === 0
}
