import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  SHARED_SERVICE_FILE,
  type SharedService,
  type SharedServiceMessage,
  SharedServiceMessageSchema,
  SharedServiceSchema,
} from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAIN, makeWorkspace, type Workspace } from './support/cli.ts'

/** A service for editor windows: `sandrun serve --shared`. */
const MINUTE = 60_000

let folder: Workspace
let processes: ChildProcess[]

beforeEach(async () => {
  folder = await makeWorkspace()
  processes = []
})
afterEach(async () => {
  for (const child of processes) if (child.exitCode === null && child.signalCode === null) await end(child, 'SIGTERM')
  await folder[Symbol.asyncDispose]()
})

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

interface Started {
  child: ChildProcess
  says: SharedServiceMessage
}

async function start(linger: number, env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const args = [MAIN, 'serve', '--shared', folder.path, '--linger', String(linger)]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  processes.push(child)
  for await (const line of createInterface(child.stdout)) {
    return { child, says: SharedServiceMessageSchema.parse(JSON.parse(line)) }
  }
  throw new Error(`It said nothing, and ended with ${child.exitCode}`)
}

async function readRecord(): Promise<SharedService> {
  return SharedServiceSchema.parse(JSON.parse(await readFile(join(folder.path, SHARED_SERVICE_FILE), 'utf8')))
}

/** The connection that a window keeps open. */
async function joinAsWindow({ presence, token }: SharedService): Promise<Socket> {
  const socket = connect(presence, '127.0.0.1')
  socket.write(`${token}\n`)
  await once(socket, 'data')
  return socket.resume()
}

async function run({ url, token }: SharedService): Promise<unknown> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const body = JSON.stringify({ language: 'bash', code: 'echo hi' })
  const response = await fetch(new URL('/v1/runs', url), { method: 'POST', headers, body })
  return await response.json()
}

describe('a shared service', { timeout: 2 * MINUTE }, () => {
  it('exists once, however many are started, and only its owner can reach it', async () => {
    const all = await Promise.all([start(60), start(60), start(60)])
    expect(all.map(({ says }) => says.state).toSorted()).toEqual(['listening', 'taken', 'taken'])
    const record = await readRecord()
    expect(record.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await stat(join(folder.path, SHARED_SERVICE_FILE))).mode & 0o777).toBe(0o600)
    expect(await run(record)).toMatchObject({ verdict: 'ok' })
    expect(await run({ ...record, token: 'a-token-of-somebody-else' })).toMatchObject({
      error: { code: 'unauthorized' },
    })
  })

  it('ends some time after the last of its users has gone, and not before', async () => {
    // Long enough for a busy machine.
    const { child } = await start(5)
    const record = await readRecord()
    const [first, second] = [await joinAsWindow(record), await joinAsWindow(record)]
    first.destroy()
    expect(await run(record)).toMatchObject({ verdict: 'ok' })
    expect(child.exitCode).toBeNull()
    const ended = once(child, 'exit')
    second.destroy()
    expect(await ended).toEqual([0, null])
    await expect(readRecord()).rejects.toThrow('ENOENT')
  })

  it('counts no connection that does not send the token', async () => {
    const { child } = await start(1)
    const { presence } = await readRecord()
    const socket = connect(presence, '127.0.0.1')
    socket.write('no such token\n')
    await once(socket, 'close')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('replaces a process that was killed', async () => {
    const before = await start(60)
    const old = await readRecord()
    await end(before.child, 'SIGKILL')
    const after = await start(60)
    expect(after.says.state).toBe('listening')
    const record = await readRecord()
    expect(record.token).not.toBe(old.token)
    expect(await run(record)).toMatchObject({ verdict: 'ok' })
  })

  it('says so if there is no Docker', async () => {
    const { child, says } = await start(60, { DOCKER_HOST: 'unix:///nowhere.sock' })
    expect(says).toMatchObject({ state: 'failed', code: 'docker-unavailable' })
    if (child.exitCode === null) await once(child, 'exit')
    expect(child.exitCode).toBe(1)
  })
})
