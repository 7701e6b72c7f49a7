import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { DiskImage } from './disk-image.ts'
import { type Contained, EngineCgroup, type LeftProcesses } from './engine-cgroup.ts'
import { OwnEngine } from './own-engine.ts'
import { ServiceClock } from './service-clock.ts'

const run = promisify(execFile)

/** All that the load needs. */
const IMAGES = ['sandrun/agent', 'sandrun/bash', 'sandrun/c']

/** More than the 256 MB that must be free, which take a moment to fill. */
const STATE_MB = 384
const ENGINE_MB = 1024

/** An engine, disks and a clock of the test's own, in one folder and one control group. Nothing else on the machine is touched. */
export class Installation {
  readonly folder: string
  /** The service's folder for temporary files. */
  readonly temporary: string
  readonly disks: { engine: DiskImage; state: DiskImage }
  readonly engine: OwnEngine
  readonly clock: ServiceClock
  readonly #cgroup: EngineCgroup

  private constructor(folder: string, cgroup: EngineCgroup, parts: Pick<Installation, 'disks' | 'engine' | 'clock'>) {
    this.folder = folder
    this.#cgroup = cgroup
    this.temporary = join(folder, 'tmp')
    this.disks = parts.disks
    this.engine = parts.engine
    this.clock = parts.clock
  }

  static async create(): Promise<Installation> {
    if (process.getuid?.() !== 0) throw new Error('only root can start an engine and mount disks for this test')
    const folder = await mkdtemp(join(tmpdir(), 'sandrun-faults-'))
    const cgroup = await EngineCgroup.create(basename(folder))
    try {
      await mkdir(join(folder, 'tmp'))
      const clock = await ServiceClock.create(join(folder, 'clock'))
      const disks = {
        engine: await DiskImage.mount(join(folder, 'engine'), ENGINE_MB),
        state: await DiskImage.mount(join(folder, 'state'), STATE_MB),
      }
      const engine = new OwnEngine(folder, disks.engine.folder, cgroup)
      await engine.start()
      await engine.load(IMAGES)
      return new Installation(folder, cgroup, { disks, engine, clock })
    } catch (error) {
      await cgroup.remove()
      await removeFolder(folder)
      throw error
    }
  }

  /** The processes in containers of its engine. */
  contained(): Promise<Contained[]> {
    return this.#cgroup.contained()
  }

  /** Ends the engine, unmounts everything and removes the folder. Returns the processes that it had to end. */
  async remove(): Promise<LeftProcesses> {
    await this.engine.stop()
    const left = await this.#cgroup.remove()
    await removeFolder(this.folder)
    return left
  }
}

/** With everything that is mounted in it. */
async function removeFolder(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '')
  // The innermost first. A killed process may still hold one for a moment.
  for (const mount of mounts.filter((path) => path.startsWith(`${folder}/`)).toReversed())
    await run('umount', ['--lazy', mount])
  await rm(folder, { recursive: true })
}
