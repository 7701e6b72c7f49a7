import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { AgentUnderTest, sh } from './agent-under-test.ts'

const AGENT_IMAGE = process.env['SANDRUN_AGENT_IMAGE'] ?? 'sandrun/agent'
export const IMAGE = 'debian:trixie-slim'
const VOLUME = `sandrun-agent-test-${randomBytes(6).toString('hex')}`

export const docker = (...args: readonly string[]): string => execFileSync('docker', args, { encoding: 'utf8' }).trim()

/** The hardening that matters here; service/src/drivers/docker/hardening.ts has all of it. */
export const HARDENED = [
  '--network=none',
  '--read-only',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  '--user=20001:20001',
  '--workdir=/work',
  '--log-driver=none',
  '--ulimit=core=0',
]
const WORK = 'uid=20001,gid=20001,mode=0700,exec'

/** An agent as in the service: PID 1 of a hardened container. */
export class ContainerAgent extends AgentUnderTest {
  readonly name: string

  constructor({ options = [], work = 'size=16m' }: { options?: readonly string[]; work?: string } = {}) {
    const name = `sandrun-agent-test-${randomBytes(6).toString('hex')}`
    const mount = ['--mount', `type=volume,source=${VOLUME},target=/.sandrun,readonly,volume-nocopy`]
    const tmpfs = ['--tmpfs', `/work:${WORK},${work}`, '--entrypoint', '/.sandrun/init']
    super('docker', ['run', '-i', '--rm', '--name', name, ...HARDENED, ...mount, ...tmpfs, ...options, IMAGE])
    this.name = name
    onTestFinished(async () => {
      await this.close()
      spawnSync('docker', ['rm', '-f', name])
    })
  }

  /** Whether the agent still works after the attack. */
  async works(): Promise<boolean> {
    const { exitCode, cause } = await this.run(sh('exit 33'))
    return exitCode === 33 && cause === null
  }
}

/** Creates the volume with the agent, for all tests of a file. */
export function useAgentVolume(): void {
  beforeAll(() => {
    for (const image of [AGENT_IMAGE, IMAGE]) {
      const { status } = spawnSync('docker', ['image', 'inspect', image])
      if (status !== 0) throw new Error(`the image ${image} is missing: docker build -t sandrun/agent service/agent`)
    }
    docker('volume', 'create', VOLUME)
    // Docker fills the empty volume when it creates a container with it.
    docker('rm', docker('create', '--network', 'none', '--volume', `${VOLUME}:/.sandrun`, AGENT_IMAGE))
  })

  afterAll(() => {
    docker('volume', 'rm', VOLUME)
  })
}
