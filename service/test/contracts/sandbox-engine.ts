import { randomBytes } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { LABELS } from '../../src/model/labels.ts'
import type { AttachedContainer, ContainerSpec, SandboxEngine } from '../../src/ports/sandbox-engine.ts'
import {
  type AgentFrame,
  AgentFrameDecoder,
  encodeHostFrame,
  type ExecFrame,
  type HostFrame,
} from '../../src/worker/agent/frames.ts'
import { AGENT_IMAGE, AGENT_INIT, AGENT_PATH } from '../../src/worker/pool/agent-volume.ts'

export interface EngineUnderTest {
  engine: SandboxEngine
  /** A tag of an image with a shell. */
  image: string
  /** A volume that contains the agent, and one that does not. */
  volumes: { filled: string; empty: string }
}

const randomName = (): string => `sandrun-contract-${randomBytes(6).toString('hex')}`

/** The contract between the worker and every engine. */
export function sandboxEngineContract(name: string, given: () => EngineUnderTest): void {
  /** A container with its own labels, removed with the test. */
  const start = async (change: Partial<ContainerSpec> = {}): Promise<Started> => {
    const { engine, image, volumes } = given()
    const labels = { [LABELS.owner]: randomName(), [LABELS.pack]: 'contract' }
    const volume = { name: volumes.filled, path: AGENT_PATH }
    const spec: ContainerSpec = { ...SPEC, name: randomName(), image, labels, agentVolume: volume, ...change }
    const container = await engine.startContainer(spec)
    onTestFinished(() => container.destroy())
    return new Started(container, spec.labels)
  }
  const fill = async (): Promise<void> => {
    const { engine, volumes } = given()
    await engine.fillVolume(
      { name: volumes.filled, labels: {} },
      { image: AGENT_IMAGE, path: AGENT_PATH, name: randomName(), labels: {} },
    )
  }
  const list = async (labels: Record<string, string>): Promise<string[]> =>
    (await given().engine.listContainers(labels)).map(({ id }) => id)

  describe(`${name}, as a sandbox engine`, () => {
    it('reports the size of its machine', async () => {
      const info = await given().engine.info()
      expect(info.cpus).toBeGreaterThan(0)
      expect(info.memoryBytes).toBeGreaterThan(2 ** 27)
    })

    it('finds an image by its tag and its id, and no missing image', async () => {
      const { engine, image } = given()
      const found = await engine.inspectImage(image)
      expect(found?.tags).toContain(`${image}:latest`)
      expect(await engine.inspectImage(found?.id ?? '')).toEqual(found)
      expect(await engine.inspectImage('sandrun/no-such-image')).toBeNull()
      expect((await engine.listImages(LABELS.pack)).map(({ id }) => id)).toContain(found?.id)
      expect(await engine.listImages('sandrun.no-such-label')).toEqual([])
    })

    it('starts nothing from a missing image, and leaves nothing', async () => {
      await fill()
      const labels = { [LABELS.owner]: randomName() }
      await expect(start({ image: 'sandrun/no-such-image', labels })).rejects.toMatchObject({ code: 'image-missing' })
      expect(await list(labels)).toEqual([])
    })

    it('names the missing file if the volume has no agent, and leaves nothing', async () => {
      const labels = { [LABELS.owner]: randomName() }
      const agentVolume = { name: given().volumes.empty, path: AGENT_PATH }
      await expect(start({ agentVolume, labels })).rejects.toMatchObject({
        code: 'sandbox-failed',
        message: expect.stringContaining(AGENT_INIT),
      })
      await expect.poll(() => list(labels)).toEqual([])
    })

    it("loses nothing of the agent's first message, and runs a program", async () => {
      await fill()
      const started = await start()
      await started.hears('ready')
      started.send(GRANT, exec('echo out; echo err >&2; exit 3'))
      expect(await started.hears('exit')).toMatchObject({ exitCode: 3, cause: null })
      expect(started.text('stdout')).toBe('out\n')
      expect(started.text('stderr')).toBe('err\n')
    })

    it('carries bytes unchanged, and says when it can take more', async () => {
      await fill()
      const started = await start()
      started.send(GRANT, { ...exec('cat'), stdin: 'frames' })
      const bytes = randomBytes(2 ** 20)
      for (let at = 0; at < bytes.length; at += 2 ** 16) {
        await expect.poll(() => at - started.stdinTaken).toBeLessThanOrEqual(2 ** 17)
        if (!started.send({ type: 'stdin', bytes: bytes.subarray(at, at + 2 ** 16) })) await started.container.drained()
      }
      started.send({ type: 'stdin-end' })
      await started.hears('exit')
      expect(started.bytes('stdout').equals(bytes)).toBe(true)
    })

    it('lists containers that carry all of the labels, whatever the value of an empty one', async () => {
      await fill()
      const { container, labels } = await start()
      const other = await start()
      expect(await list(labels)).toEqual([container.id])
      expect(await list({ [LABELS.pack]: 'contract', [LABELS.owner]: '' })).toEqual(
        expect.arrayContaining([container.id, other.container.id]),
      )
      expect(await list({ ...labels, [LABELS.pack]: 'another' })).toEqual([])
      expect(await list({ ...labels, 'sandrun.no-such-label': '' })).toEqual([])
    })

    it('reports the end of a container once, and no longer lists it', async () => {
      await fill()
      const started = await start()
      await started.hears('ready')
      // No frame has this type: the agent says so and exits.
      started.container.write(Buffer.from('0c00000000', 'hex'))
      expect(await started.hears('failed')).toMatchObject({ code: 'protocol-error' })
      await expect.poll(() => started.ends).toBe(1)
      await expect.poll(() => list(started.labels)).toEqual([])
      started.send(exec('true'))
      await started.container.drained()
      await expect(started.container.update(LIMITS)).rejects.toMatchObject({ code: 'sandbox-failed' })
      expect(started.ends).toBe(1)
    })

    it("passes on the agent's messages about itself", async () => {
      await fill()
      const started = await start({ entrypoint: [AGENT_INIT, '--no-such-option'] })
      await expect.poll(() => started.ends).toBe(1)
      expect(started.log).toContain('usage')
      expect(started.frames).toEqual([])
    })

    it('changes the limits of a running container', async () => {
      await fill()
      const started = await start()
      await started.container.update(LIMITS)
      started.send(GRANT, exec('exit 4'))
      expect(await started.hears('exit')).toMatchObject({ exitCode: 4 })
    })

    it.each(['destroy', 'remove'] as const)('ends a container that ignores every signal: %s', async (how) => {
      await fill()
      const started = await start()
      started.send(GRANT, exec('trap "" TERM HUP INT; echo up; while :; do sleep 0.01; done'))
      await started.hears('stdout')
      const end = (): Promise<void> =>
        how === 'destroy' ? started.container.destroy() : given().engine.removeContainer(started.container.id)
      await end()
      await expect.poll(() => started.ends).toBe(1)
      expect(await list(started.labels)).toEqual([])
      await end()
      started.send(exec('true'))
    })

    it('watches for out-of-memory kills until it is stopped', async () => {
      const stop = new AbortController()
      let over = false
      const watching = given().engine.watchOom({ [LABELS.owner]: randomName() }, () => {}, stop.signal)
      const watched = Promise.allSettled([watching]).then(() => (over = true))
      await turn()
      expect(over).toBe(false)
      stop.abort()
      await watched
    })
  })
}

const LIMITS = { memoryBytes: 2 ** 26, pids: 20 }

const SPEC: Omit<ContainerSpec, 'name' | 'image' | 'labels' | 'agentVolume'> = {
  entrypoint: [AGENT_INIT],
  env: {},
  user: '20001:20001',
  workDir: '/work',
  ...LIMITS,
  cpuShares: 1024,
  cgroupParent: null,
  cpuQuota: null,
  tmpfs: { '/work': 'rw,size=8m,mode=0700,uid=20001,gid=20001' },
  shmBytes: 2 ** 20,
  runtime: null,
}

/** A busy machine must not fail a test. */
const WAIT = { timeout: 20_000, interval: 5 }

/** More credit than these programs need. */
const GRANT: HostFrame = { type: 'grant', bytes: 2 ** 24 }

function exec(script: string): ExecFrame {
  return {
    type: 'exec',
    phase: 'run',
    terminal: null,
    stdin: 'none',
    stdinPipe: false,
    onlyIfOk: false,
    interactive: false,
    argv: ['sh', '-c', script],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    limits: { cpuMs: null, wallMs: null, idleMs: null, hardMs: null, fileBytes: null, openFiles: null },
  }
}

/** A container, and everything it sent. */
class Started {
  readonly container: AttachedContainer
  readonly labels: Record<string, string>
  readonly frames: AgentFrame[] = []
  ends = 0
  log = ''

  constructor(container: AttachedContainer, labels: Record<string, string>) {
    this.container = container
    this.labels = labels
    const decoder = new AgentFrameDecoder()
    container.onOutput(
      (bytes) => this.frames.push(...Array.from(decoder.push(bytes), copied)),
      (text) => (this.log += text),
    )
    container.onEnd(() => this.ends++)
  }

  send(...frames: readonly HostFrame[]): boolean {
    return this.container.write(Buffer.concat(frames.map(encodeHostFrame)))
  }

  /** The first frame of this type. */
  hears(type: AgentFrame['type']): Promise<AgentFrame> {
    return vi.waitFor(() => {
      const found = this.frames.find((frame) => frame.type === type)
      if (found === undefined) throw new Error(`No "${type}" came. ${this.log}`)
      return found
    }, WAIT)
  }

  bytes(channel: 'stdout' | 'stderr'): Buffer {
    return Buffer.concat(this.frames.flatMap((frame) => (frame.type === channel ? [frame.bytes] : [])))
  }

  text(channel: 'stdout' | 'stderr'): string {
    return this.bytes(channel).toString()
  }

  get stdinTaken(): number {
    return this.frames.reduce((sum, frame) => sum + (frame.type === 'stdin-ack' ? frame.bytes : 0), 0)
  }
}

/** A frame's bytes are a view of a receive buffer. */
function copied(frame: AgentFrame): AgentFrame {
  return frame.type === 'stdout' || frame.type === 'stderr' ? { ...frame, bytes: Buffer.from(frame.bytes) } : frame
}
