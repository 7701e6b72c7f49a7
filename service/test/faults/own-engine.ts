import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import * as z from 'zod'
import type { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'
import { dockerAt } from '../support/docker-at.ts'
import type { EngineCgroup } from './engine-cgroup.ts'
import { kill } from './kill.ts'

const run = promisify(execFile)

/** The longest start: after a kill it first ends what was left. */
const START_MS = 60_000

/** A dockerd with its own containerd, folders and socket, which restarts a second after its end. */
export class OwnEngine {
  readonly host: string
  readonly client: DockerEngine
  readonly #folder: string
  readonly #data: string
  readonly #cgroup: EngineCgroup
  #process: ChildProcess | null = null
  #held = false

  constructor(folder: string, data: string, cgroup: EngineCgroup) {
    this.#folder = folder
    this.#data = data
    this.#cgroup = cgroup
    this.host = `unix://${join(folder, 'docker.sock')}`
    this.client = dockerAt(join(folder, 'docker.sock'))
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    this.#held = false
    const log = await open(join(this.#folder, 'dockerd.log'), 'a')
    const paths = ['--data-root', this.#data, '--exec-root', join(this.#folder, 'exec'), '--host', this.host]
    const groups = ['--exec-opt', 'native.cgroupdriver=cgroupfs', '--cgroup-parent', this.#cgroup.parent]
    const network = ['--bridge', 'none', '--iptables=false']
    const options = [...paths, '--pidfile', join(this.#folder, 'docker.pid'), ...groups, ...network]
    // In the machine's own network, a dockerd with "bridge none" deletes the bridge docker0.
    const [command = '', ...words] = this.#cgroup.joined(['unshare', '--net', 'dockerd', ...options])
    // ^C is for this script, which ends everything in order.
    const child = spawn(command, words, { stdio: ['ignore', log.fd, log.fd], detached: true })
    this.#process = child
    await once(child, 'spawn')
    await log.close()
    void this.#watch(child)
    await this.#answers()
  }

  /** Throws if it does not answer in time. */
  async #answers(): Promise<void> {
    const until = performance.now() + START_MS
    for (;;) {
      const answer = await this.client.info().catch(() => null)
      if (answer !== null) return
      if (performance.now() > until) throw new Error('dockerd does not answer')
      await setTimeout(100)
    }
  }

  async #watch(child: ChildProcess): Promise<void> {
    await once(child, 'exit')
    if (this.#process === child) this.#process = null
    await setTimeout(1000)
    if (!this.#held && this.#process === null) await this.start().catch(() => {})
  }

  get pid(): number {
    const pid = this.#process?.pid
    if (pid === undefined) throw new Error('dockerd is not running')
    return pid
  }

  /** Like `kill -9`. Resolves when its successor answers. */
  async kill(): Promise<void> {
    const killed = this.pid
    kill(killed)
    while (this.#process === null || this.#process.pid === killed) await setTimeout(50)
    await this.#answers()
  }

  /** `kill -9` of its containerd, which it starts again. Returns the old one's id. */
  async killContainerd(): Promise<number> {
    const killed = await this.#containerdPid()
    kill(killed)
    const until = performance.now() + START_MS
    while ([killed, null].includes(await this.#containerdPid().catch(() => null))) {
      if (performance.now() > until) throw new Error('dockerd does not start containerd again')
      await setTimeout(50)
    }
    await this.#answers()
    return killed
  }

  /** dockerd writes it down. */
  async #containerdPid(): Promise<number> {
    return z.coerce
      .number()
      .int()
      .positive()
      .parse(await readFile(join(this.#folder, 'exec/containerd/containerd.pid'), 'utf8'))
  }

  /** Ends it with its containers, and does not start it again. */
  async stop(): Promise<void> {
    this.#held = true
    const child = this.#process
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** Copies images from the engine of this machine. */
  async load(images: readonly string[]): Promise<void> {
    const file = join(this.#folder, 'images.tar')
    await run('docker', ['save', '--output', file, ...images])
    await run('docker', ['--host', this.host, 'load', '--input', file])
    await run('rm', [file])
  }

  /** Whether there is a container of this id, which may be listed without it. */
  async knows(id: string): Promise<boolean> {
    try {
      await this.lines('container', 'inspect', id)
      return true
    } catch (error) {
      return !String(error).includes('No such container')
    }
  }

  /** The output of this command of `docker`, line by line. */
  async lines(...args: readonly string[]): Promise<string[]> {
    const { stdout } = await run('docker', ['--host', this.host, ...args])
    return stdout.split('\n').filter((line) => line !== '')
  }
}
