import { type ChildProcess, spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { type SharedServiceMessage, SharedServiceMessageSchema } from '@sandrun/shared'
import type { LocalAddress, LocalFailure, LocalMachine, ReportLine } from '../connector.ts'
import { joinService } from './presence.ts'
import { readRecord } from './service-record.ts'
import { serviceEnvironment, sharedFolder } from './shared-folder.ts'

/** How often, and for how long, to look for a service that another window starts: it may build the agent first. */
const LOOK_EVERY_MS = 1000
const OTHERS_MS = 10 * 60_000

interface Joined {
  address: LocalAddress
  socket: Socket
}

/** The service that the extension ships: one process for all of a user's windows, which ends when none uses it. */
export class LocalService implements LocalMachine {
  readonly #command: string
  readonly #folder: string
  #joined: Joined | null = null
  #opening: Promise<LocalFailure | null> | null = null

  /** `product` is the folder that scripts/package assembles. */
  constructor(product: string, version: string) {
    this.#command = join(product, 'bin/sandrun.mjs')
    this.#folder = sharedFolder({ platform: process.platform, env: process.env, home: homedir() }, version)
  }

  get address(): LocalAddress | null {
    return this.#joined?.address ?? null
  }

  async open(tell: ReportLine): Promise<LocalFailure | null> {
    if (this.#joined !== null) return null
    this.#opening ??= this.#open(tell).finally(() => (this.#opening = null))
    return await this.#opening
  }

  async build(id: string, tell: ReportLine): Promise<boolean> {
    const { closed } = this.#spawn(['lang', 'build', '--lines', id], false, tell)
    return (await closed) === 0
  }

  dispose(): void {
    this.#joined?.socket.destroy()
  }

  async #open(tell: ReportLine): Promise<LocalFailure | null> {
    const until = performance.now() + OTHERS_MS
    while (!(await this.#join())) {
      const message = await this.#start(tell)
      if (message.state === 'failed') return message
      if (message.state === 'listening') return (await this.#join()) ? null : failure("Can't connect to it.")
      // Another window is starting it: soon it is ready, or its lock is free.
      if (performance.now() > until) return failure('Another window is still starting it.')
      await wait(LOOK_EVERY_MS)
    }
    return null
  }

  /** Joins it if there is one. */
  async #join(): Promise<boolean> {
    const record = await readRecord(this.#folder)
    const socket = record === null ? null : await joinService(record)
    if (record === null || socket === null) return false
    const { url, token } = record
    const joined = { address: { url, token }, socket }
    this.#joined = joined
    socket.on('close', () => {
      if (this.#joined === joined) this.#joined = null
    })
    return true
  }

  /** Starts the process, which outlives this window; returns its first message. */
  async #start(tell: ReportLine): Promise<SharedServiceMessage> {
    const { child, closed } = this.#spawn(['serve', '--shared', this.#folder], true, tell)
    try {
      for await (const line of createInterface(child.stdout)) return SharedServiceMessageSchema.parse(JSON.parse(line))
      return failure(`It ended with ${String(await closed)}. The log has details.`)
    } finally {
      child.stdout.destroy()
      child.stderr.destroy()
      child.unref()
    }
  }

  #spawn(args: readonly string[], detached: boolean, tell: ReportLine): Spawned {
    const child = spawn(process.execPath, [this.#command, ...args], {
      // An open folder must not affect it.
      cwd: homedir(),
      env: serviceEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached,
      windowsHide: true,
    })
    const { promise: closed, resolve } = Promise.withResolvers<number | null>()
    // A failed start is closed too.
    child.on('error', ({ message }) => tell(message)).on('close', resolve)
    createInterface(child.stderr).on('line', (line) => tell(stripVTControlCharacters(line)))
    return { child, closed }
  }
}

interface Spawned {
  child: ChildProcess & { stdout: Readable; stderr: Readable }
  /** Resolves with the exit code when its output has ended. Never rejects. */
  closed: Promise<number | null>
}

function failure(why: string): LocalFailure & { state: 'failed' } {
  return { state: 'failed', code: 'internal', message: `The service on this machine did not start. ${why}`, hint: '' }
}
