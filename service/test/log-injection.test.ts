import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { createToken } from '../src/gateway/access/stored-tokens.ts'
import { openDatabase } from '../src/drivers/sqlite/database.ts'
import { SqliteTokens } from '../src/drivers/sqlite/sqlite-tokens.ts'
import { MAIN } from './support/cli.ts'
import { FORGED, HOSTILE, SHORT, sendHostileTexts } from './support/hostile-texts.ts'
import { post } from './support/service.ts'

/** Characters that end a line for some reader, control a terminal or turn text around; and line feeds, see linesOf. */
const CONTROLS = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/

/** A colour of the log for people. */
const COLOUR = /\x1b\[\d+m/g

/** Runs a command at a terminal: its output comes to our pipe, with CR LF at the end of each line. */
const AT_A_TERMINAL = ['python3', '-c', 'import pty, sys; pty.spawn(sys.argv[1:])']

/** Runs a command and says its process id first. */
const SAYING_ITS_ID = ['sh', '-c', 'echo "process $$" >&2; exec "$@"', 'sh']

let stateDir: string
let token: string

/** A service with everything that it wrote. */
interface Written {
  child: ChildProcess
  pid: number
  url: URL
  stdout: () => string
  stderr: () => string
}

async function start(...prefix: string[]): Promise<Written> {
  const [command, ...args] = [...prefix, ...SAYING_ITS_ID, process.execPath, MAIN, 'serve']
  const child = spawn(command, args, {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      SANDRUN_STATE_DIR: stateDir,
      SANDRUN_INSTANCE: `log-injection-${process.pid}`,
      SANDRUN_AUDIT_FILE: join(stateDir, 'audit.jsonl'),
      SANDRUN_LOG_LEVEL: 'trace',
      SANDRUN_WARM: 'none',
      // Then the header says the address in the log.
      SANDRUN_TRUSTED_PROXIES: '127.0.0.1',
      SANDRUN_WEBHOOK_NETWORKS: '127.0.0.0/8',
      SANDRUN_WEBHOOK_RETRY_MS: '50',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that failed has not stopped it; without its terminal, the service ends.
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => void (said[name] += text))
  const words = (pattern: RegExp): string | undefined => pattern.exec(said.stderr + said.stdout)?.[1]
  const address = (): string | undefined => words(/Sandrun listens on (\S+)/)
  await expect.poll(address).toBeDefined()
  const pid = Number(words(/^process (\d+)/))
  return { child, pid, url: new URL(address() ?? ''), stdout: () => said.stdout, stderr: () => said.stderr }
}

/** Lets it write the last of it. */
async function stop({ child, pid }: Written): Promise<void> {
  const closed = once(child, 'close')
  process.kill(pid, 'SIGINT')
  await closed
}

/** The lines of a text, which must be complete, without those that are not of a log. */
function linesOf(text: string): string[] {
  const lines = text.split('\n')
  expect(lines.pop()).toBe('')
  return lines.filter((line) => !/^(?:process \d+|Sandrun listens on http:[/.:\d]+)$/.test(line))
}

const hasControls = (line: string): boolean => CONTROLS.test(line)

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'sandrun-log-'))
  using database = openDatabase(stateDir)
  // A token's name can't be hostile, but the name that an OIDC provider gives can.
  const wanted = { name: HOSTILE, role: 'user', limits: {}, caps: {}, expiresAt: null } as const
  token = await createToken(new SqliteTokens(database), wanted)
})
afterAll(() => rm(stateDir, { recursive: true }))

const LineSchema = z.object({ level: z.int(), time: z.int(), pid: z.int(), hostname: z.string(), msg: z.string() })

describe('hostile text in everything that a client writes', () => {
  it('forges no line of the JSON log, and controls no terminal', async () => {
    const service = await start()
    const requests = await sendHostileTexts(service.url, token)
    await post(service, { language: 'bash', code: 'true' }, token)
    await expect.poll(service.stderr).toContain('will try a webhook again')
    await stop(service)
    expect(service.stdout()).toBe('')
    const lines = linesOf(service.stderr())
    expect(lines.length).toBeGreaterThan(requests / 2)
    expect(lines.filter(hasControls)).toEqual([])
    const parsed = lines.map((line) => LineSchema.parse(JSON.parse(line)))
    expect(parsed.filter(({ pid, msg }) => pid !== service.pid || msg.includes(FORGED))).toEqual([])
    // It did get into the log, as a part of lines.
    expect(lines.filter((line) => line.includes(FORGED)).length).toBeGreaterThan(3)
  })

  it('forges no line of the audit log', async () => {
    const lines = linesOf(await readFile(join(stateDir, 'audit.jsonl'), 'utf8'))
    expect(lines.filter(hasControls)).toEqual([])
    const parsed = lines.map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)))
    expect(parsed.filter((line) => !('principal' in line) || 'msg' in line)).toEqual([])
    expect(parsed.map(({ name }) => name)).toContain(HOSTILE)
    expect(parsed.map(({ language }) => language)).toContain(SHORT)
  })

  it('forges no line of the log for people, and controls no terminal', async () => {
    const service = await start(...AT_A_TERMINAL)
    await sendHostileTexts(service.url, token)
    await expect.poll(service.stdout).toContain('will try a webhook again')
    await stop(service)
    const lines = linesOf(service.stdout().replaceAll('\r\n', '\n').replaceAll(COLOUR, ''))
    expect(lines.filter(hasControls)).toEqual([])
    // A line begins with its time, and what belongs to it is indented.
    const begun = lines.filter((line) => /^\S/.test(line))
    expect(begun.length).toBeGreaterThan(5)
    expect(begun.filter((line) => !/^\[[\d:.]{12}\] [A-Z]{4,5}: /.test(line))).toEqual([])
    expect(begun.filter((line) => line.includes(FORGED))).toEqual([])
    expect(lines.filter((line) => line.includes(FORGED)).length).toBeGreaterThan(3)
  })
})
