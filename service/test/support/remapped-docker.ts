import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { vi } from 'vitest'
import type { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'
import { copyImages } from './copy-images.ts'
import { dockerAt } from './docker-at.ts'
import { stop } from './stop.ts'

const run = promisify(execFile)

/** A Docker only for tests whose containers have their own user ids. */
export interface RemappedDocker extends AsyncDisposable {
  engine: DockerEngine
  host: string
  /** Whether it has crun beside runc: if the machine has it. */
  hasCrun: boolean
}

/** Why no test can start one here; null if one can. */
export async function whyNoRemap(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'only root can start another Docker'
  return run('dockerd', ['--version']).then(
    () => null,
    () => 'dockerd is not installed',
  )
}

/** crun refuses a machine that has both versions of cgroups, as some have, so this Docker sees only v1 there. */
const ONLY_V1 = 'if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi; exec "$0" "$@"'

/** Starts it with copies of the machine's images. dockerd adds the user `dockremap` to the machine, if it has none. */
export async function startRemappedDocker(images: readonly string[]): Promise<RemappedDocker> {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-remapped-'))
  // The root of its containers is another user.
  await chmod(folder, 0o711)
  const socket = join(folder, 'docker.sock')
  const host = `unix://${socket}`
  const places = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '--host', host]
  const options = [...places, '--pidfile', join(folder, 'docker.pid'), '--exec-opt', 'native.cgroupdriver=cgroupfs']
  const network = ['--bridge', 'none', '--iptables=false']
  // In the machine's own network, a dockerd with "bridge none" deletes the bridge docker0.
  const crun = await programPath('crun')
  const runtimes = crun === null ? [] : ['--add-runtime', `crun=${crun}`]
  const dockerd = ['dockerd', ...options, ...network, ...runtimes, '--userns-remap', 'default']
  const daemon = spawn('unshare', ['--net', '--mount', 'sh', '-c', ONLY_V1, ...dockerd], { stdio: 'ignore' })
  const close = async (): Promise<void> => {
    await stop(daemon)
    await rm(folder, { recursive: true })
  }
  try {
    const engine = dockerAt(socket)
    await vi.waitFor(() => engine.info(), { timeout: 60_000 })
    await copyImages(images, 'docker', ['--host', host, 'load', '--quiet'])
    return { engine, host, hasCrun: crun !== null, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

async function programPath(name: string): Promise<string | null> {
  return run('sh', ['-c', `command -v ${name}`]).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  )
}
