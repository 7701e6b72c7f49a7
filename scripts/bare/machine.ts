import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { SetupError } from '../bootstrap/setup-error.mjs'

const FIRST_PROCESS = fileURLToPath(new URL('machine.sh', import.meta.url))
/** The environment of a person who has just logged in, and where the machine's own certificates are. */
const ENV = [
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'HOME=/root',
  'LANG=C.UTF-8',
  'NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt',
]

/**
 * A machine made of namespaces: its own processes, mounts, network and root folder. This machine's Docker and network
 * stay as they are. slirp4netns gives it a way out, in a process, without a rule or an interface here.
 */
export class BareMachine implements AsyncDisposable {
  readonly #first: ChildProcess
  readonly #network: ChildProcess
  readonly #pid: number
  readonly #root: string

  private constructor(first: ChildProcess, network: ChildProcess, pid: number, root: string) {
    this.#first = first
    this.#network = network
    this.#pid = pid
    this.#root = root
  }

  static async start(root: string): Promise<BareMachine> {
    const namespaces = ['--mount', '--net', '--pid', '--ipc', '--uts', '--fork', '--kill-child']
    const first = spawn('unshare', [...namespaces, FIRST_PROCESS, root], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      await said(first, 'up', 'The bare machine')
      const pid = await childOf(first)
      const network = spawn('slirp4netns', ['--configure', '--ready-fd=3', '--mtu=65520', String(pid), 'tap0'], {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      })
      await networkReady(network)
      return new BareMachine(first, network, pid, root)
    } catch (error) {
      // slirp4netns ends with the machine's network.
      first.kill('SIGKILL')
      throw error
    }
  }

  /** The words before a command that runs on the machine, in `folder`. */
  enter(folder: string, env: Record<string, string> = {}): [string, ...string[]] {
    const variables = [...ENV, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)]
    const inside = ['chroot', this.#root, 'env', '-i', `--chdir=${folder}`, ...variables]
    return ['nsenter', `--target=${this.#pid}`, '--mount', '--net', '--pid', '--ipc', '--uts', '--', ...inside]
  }

  /** The words before a command of this machine that connects to ports of the bare one. */
  get reach(): [string, ...string[]] {
    return ['nsenter', `--target=${this.#pid}`, '--net', '--']
  }

  /** With its first process, the kernel ends all of the machine's processes; unshare ends after them. */
  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#first, () => process.kill(this.#pid, 'SIGKILL'))
    await end(this.#network, () => this.#network.kill('SIGKILL'))
  }
}

async function end(child: ChildProcess, kill: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  kill()
  await ended
}

/** Resolves when the process prints this line. */
async function said(child: ChildProcess, wanted: string, what: string): Promise<void> {
  if (child.stdout === null) throw new TypeError('The process has no output.')
  for await (const line of createInterface({ input: child.stdout })) if (line === wanted) return
  throw new SetupError(`${what} did not start.`, { todo: 'Read the output above; it needs root and util-linux.' })
}

/** The process that `unshare` forked, by its id here. */
async function childOf({ pid }: ChildProcess): Promise<number> {
  return Number(await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'))
}

/** slirp4netns writes one byte when its interface is up. */
async function networkReady(network: ChildProcess): Promise<void> {
  const ready = network.stdio[3]
  if (!ready) throw new TypeError('slirp4netns has no ready descriptor.')
  const ended = once(network, 'exit').then(() => {
    throw new SetupError('The bare machine has no network.', { todo: 'slirp4netns needs /dev/net/tun (modprobe tun).' })
  })
  await Promise.race([once(ready, 'data'), ended])
  ended.catch(() => {})
}
