/** What a user notices beside verdicts. Each check returns `right`, or what was wrong. */
import { execFileSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { EchoRun } from './echo-run.ts'
import { WIDE } from './verdict-programs.ts'

const FILLED_MB = 200
const BURNT_MS = 3000

/** More than the interpreter takes on a slow machine. */
const SPARE_MS = 5000
const SPARE_MB = 60

const GONE_MS = 60_000
const POLL_MS = 200

/** The memory and the processor time that a program is said to have used. */
export async function figuresAreRight(url: string): Promise<string> {
  const code = `import time
data = bytearray(b"x") * (${FILLED_MB} << 20)
while time.process_time() < ${BURNT_MS / 1000}: pass
print(len(data))`
  const answer = await call(url, 'POST', '/v1/runs', { language: 'python', code, limits: WIDE })
  const { cpuMs = NaN, memoryKb = NaN } = answer.run ?? {}
  const cpu = cpuMs >= BURNT_MS - 100 && cpuMs < BURNT_MS + SPARE_MS
  const memory = memoryKb >= FILLED_MB << 10 && memoryKb < (FILLED_MB + SPARE_MB) << 10
  return cpu && memory ? 'right' : `${cpuMs} ms, ${memoryKb} KB: ${JSON.stringify(answer)}`
}

/** Files stay from run to run of a session, processes do not. */
export async function keepsSession(url: string): Promise<string> {
  const { id } = await call(url, 'POST', '/v1/sessions', { language: 'bash', limits: WIDE })
  try {
    await call(url, 'POST', `/v1/sessions/${id}/runs`, { code: 'echo kept > file; sleep 600 & disown' })
    const code = 'cat file; cat /proc/[0-9]*/comm | grep -c sleep'
    const answer = await call(url, 'POST', `/v1/sessions/${id}/runs`, { code })
    return answer.run?.stdout === 'kept\n0\n' ? 'right' : JSON.stringify(answer)
  } finally {
    await call(url, 'DELETE', `/v1/sessions/${id}`)
  }
}

/** Input while the program runs. */
export async function typesLive(url: string): Promise<string> {
  const run = new EchoRun(url, {
    language: 'bash',
    code: 'echo up; while read -r line; do echo "$line"; done',
    limits: WIDE,
  })
  await run.output
  run.write('typed\n')
  await run.output
  run.cancel()
  return 'right'
}

/** A program that is cancelled. */
export async function cancels(url: string): Promise<string> {
  const run = new EchoRun(url, { language: 'bash', code: 'echo up; sleep 600', limits: WIDE })
  await run.output
  run.cancel()
  const end = await run.end
  return end.includes('"verdict":"cancelled"') ? 'right' : end
}

/** A program that waits for input too long. */
export async function endsIdle(url: string): Promise<string> {
  const run = new EchoRun(url, { language: 'bash', code: 'echo up; read -r line', limits: { ...WIDE, idleMs: 3000 } })
  await run.output
  const end = await run.end
  return end.includes('"verdict":"idle-limit"') ? 'right' : end
}

/** `kill -9` of the service ends its programs, too. The last check: nothing answers after it. */
export async function killedServiceLeavesNothing(url: string): Promise<string> {
  const run = new EchoRun(url, { language: 'bash', code: 'echo up; sleep 600', limits: WIDE })
  await run.output
  if (containers() === '') return 'no container runs'
  process.kill(Number(process.env['SERVICE']), 'SIGKILL')
  const deadline = performance.now() + GONE_MS
  while (containers() !== '') {
    if (performance.now() > deadline) return `left after ${GONE_MS} ms: ${containers()}`
    await wait(POLL_MS)
  }
  return 'right'
}

function containers(): string {
  return execFileSync('docker', ['ps', '-aq'], { encoding: 'utf8' }).trim()
}

interface Answer {
  id?: string
  verdict?: string
  run?: { stdout?: string; cpuMs?: number; memoryKb?: number }
}

/** Throws the answer of a refusal. */
export async function call(url: string, method: string, path: string, body?: object): Promise<Answer> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  // The service's own test, not a client: the shapes are what is looked at.
  return text === '' ? {} : JSON.parse(text)
}
