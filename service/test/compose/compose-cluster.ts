import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setDefaultCACertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'
import { LABELS } from '../../src/model/labels.ts'
import { freePort } from '../support/free-port.ts'
import { outputOf, until } from './command.ts'
import type { Images } from './images.ts'

const FILE = fileURLToPath(new URL('../../../deploy/compose.cluster.yml', import.meta.url))

export const WORKERS = ['worker-1', 'worker-2', 'worker-3'] as const

/** The cluster of deploy/compose.cluster.yml, reached through its Caddy. */
export class ComposeCluster implements AsyncDisposable {
  readonly url: URL
  readonly #project = `sandrun-test-${randomBytes(4).toString('hex')}`
  readonly #environment: NodeJS.ProcessEnv
  /** The ids of all its containers so far: they own their sandboxes. */
  readonly #containers = new Set<string>()

  private constructor(images: Images, ports: { http: number; https: number }, places: number) {
    this.url = new URL(`https://localhost:${ports.https}`)
    this.#environment = {
      ...process.env,
      ...images,
      SANDRUN_REDIS_PASSWORD: randomBytes(16).toString('hex'),
      SANDRUN_TOKEN: randomBytes(16).toString('hex'),
      SANDRUN_HTTP: `127.0.0.1:${ports.http}`,
      SANDRUN_HTTPS: `127.0.0.1:${ports.https}`,
      SANDRUN_MAX_SANDBOXES: `${places}`,
    }
  }

  /** Brings it up, with this many places at each worker. Resolves when it takes runs. */
  static async start(images: Images, places: number): Promise<ComposeCluster> {
    const cluster = new ComposeCluster(images, { http: await freePort(), https: await freePort() }, places)
    try {
      await cluster.up()
      await cluster.#trust()
      await until('the cluster is ready', () => cluster.#isReady())
    } catch (error) {
      await cluster[Symbol.asyncDispose]()
      throw error
    }
    return cluster
  }

  async up(): Promise<void> {
    await this.compose('up', '-d', '--no-build')
    for (const id of (await this.compose('ps', '-q')).split('\n')) if (id !== '') this.#containers.add(id)
  }

  compose(...args: string[]): Promise<string> {
    return outputOf('docker-compose', ['-p', this.#project, '-f', FILE, ...args], this.#environment)
  }

  /** Like `kill -9` on its machine. */
  async kill(service: string): Promise<void> {
    await outputOf('docker', ['kill', await this.containerOf(service)])
  }

  async containerOf(service: string): Promise<string> {
    return (await this.compose('ps', '-q', service)).trim()
  }

  connect(token: string): Promise<RunClient> {
    const transport = () => webSocketTransport(connectUrl(this.url))
    return RunClient.connect(transport, { client: 'compose-test/1', token })
  }

  /** A new token that may have this many runs at once. */
  async createToken(running: number): Promise<string> {
    const words = ['sandrun', 'token', 'create', 'tester', '--cap', `running=${running}`]
    const said = await this.compose('exec', '-T', 'gateway-1', ...words)
    return /sdr_\S+/.exec(said)?.[0] ?? ''
  }

  /** The lines of `sandrun nodes`, without the first. */
  async nodes(): Promise<string[]> {
    return (await this.compose('exec', '-T', WORKERS[2], 'sandrun', 'nodes')).trim().split('\n').slice(1)
  }

  async nodesLike(pattern: RegExp): Promise<number> {
    return (await this.nodes()).filter((line) => pattern.test(line)).length
  }

  /** The sandboxes of one of its containers, or of all that it ever had. */
  async sandboxes(container?: string): Promise<number> {
    const owners = container === undefined ? [...this.#containers] : [container]
    const hosts = new Set(owners.map((id) => id.slice(0, 12)))
    const all = await new DockerEngine().listContainers({ [LABELS.owner]: '' })
    return all.filter(({ labels }) => hosts.has(labels[LABELS.owner]?.split(':')[0] ?? '')).length
  }

  /** What Docker still has of it. */
  async leftovers(): Promise<string[]> {
    const filter = ['--filter', `label=com.docker.compose.project=${this.#project}`]
    const found = await Promise.all([
      outputOf('docker', ['ps', '-aq', ...filter]),
      outputOf('docker', ['volume', 'ls', '-q', ...filter]),
      outputOf('docker', ['network', 'ls', '-q', ...filter]),
    ])
    return found
      .join('')
      .split('\n')
      .filter((line) => line !== '')
  }

  /** Takes it down, with its volumes. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.compose('down', '--volumes', '--timeout', '60')
  }

  /** Trusts the certificate authority that Caddy made for localhost, from now on in this process. */
  async #trust(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'sandrun-ca-'))
    const path = join(folder, 'root.crt')
    try {
      const from = `${await this.containerOf('caddy')}:/data/caddy/pki/authorities/local/root.crt`
      await until('Caddy has a certificate', async () => (await outputOf('docker', ['cp', from, path])) !== null)
      setDefaultCACertificates([await readFile(path, 'utf8')])
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  async #isReady(): Promise<boolean> {
    const { ok } = await fetch(new URL('/readyz', this.url))
    return ok && (await this.nodesLike(/ gateway .* ready$/)) === 2 && (await this.nodesLike(/ worker .* ready /)) === 3
  }
}
