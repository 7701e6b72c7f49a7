import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DockerEngine } from '../../../src/drivers/docker/docker-engine.ts'
import { runBare } from './bare.ts'
import { type Protection, PROTECTIONS, sourceOf } from './protections.ts'
import { all, asUser, host, type Relaxation } from './relax.ts'
import { type TestVolume, testVolume } from './volume.ts'

const SOURCES = fileURLToPath(new URL('../../../agent/src/', import.meta.url))

/** Compiles the agent without one protection, in the image of the C pack, directly into a new volume. */
export async function agentWithout(protection: Protection): Promise<TestVolume> {
  const engine = new DockerEngine()
  const sources = await mkdtemp(join(tmpdir(), 'sandrun-weak-agent-'))
  const volume = testVolume()
  try {
    await cp(SOURCES, sources, { recursive: true })
    await weaken(sources, protection)
    await engine.fillVolume(
      { name: volume.name, labels: {} },
      { image: 'sandrun/agent', path: '/.sandrun', name: `${volume.name}-filler`, labels: {} },
    )
    const compile = 'gcc -D_GNU_SOURCE -Os -static -s -w -o /.sandrun/init /sources/*.c && echo built'
    const output = await runBare(['sh', '-c', compile], compiler(volume.name, sources), 'sandrun/c')
    if (output !== 'built\n') throw new Error(`The agent without ${protection} can't be built: ${output}`)
    return volume
  } catch (error) {
    await volume[Symbol.asyncDispose]()
    throw error
  } finally {
    await rm(sources, { recursive: true })
  }
}

async function weaken(sources: string, protection: Protection): Promise<void> {
  const { line, without } = PROTECTIONS[protection]
  const path = sourceOf(protection, sources)
  await writeFile(path, (await readFile(path, 'utf8')).replace(line, without))
}

/**
 * The compiler writes to the volume, so it runs as root; gcc needs space, and executes files that it writes to /tmp.
 */
function compiler(volume: string, sources: string): Relaxation {
  return all(
    asUser(0),
    host({
      CapDrop: [],
      Memory: 512 * 2 ** 20,
      MemorySwap: 512 * 2 ** 20,
      Mounts: [
        { Type: 'volume', Source: volume, Target: '/.sandrun' },
        { Type: 'bind', Source: sources, Target: '/sources', ReadOnly: true },
      ],
    }),
  )
}
