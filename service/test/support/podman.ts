import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'
import { copyImages } from './copy-images.ts'
import { dockerAt } from './docker-at.ts'
import { stop } from './stop.ts'
import { until } from './until.ts'

const run = promisify(execFile)

/** A Podman only for tests that answers Docker's API on a socket. */
export interface PodmanService extends AsyncDisposable {
  engine: DockerEngine
  socket: string
}

/** Why no test can start a Podman here; null if one can. */
export async function whyNoPodman(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'only root can start it as these tests do'
  return run('podman', ['--version']).then(
    () => null,
    () => 'podman is not installed (apt-get install podman)',
  )
}

/** Starts Podman with its own storage and copies of Docker's images. */
export async function startPodman(images: readonly string[]): Promise<PodmanService> {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-podman-'))
  const options = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--tmpdir', join(folder, 'tmp')]
  // Works with and without systemd, whose journal would have the events.
  options.push('--cgroup-manager', 'cgroupfs', '--events-backend', 'file')
  const socket = join(folder, 'podman.sock')
  const service = spawn('podman', [...options, 'system', 'service', '--time', '0', `unix://${socket}`], {
    stdio: 'ignore',
    // Its helper writes a file there when the kernel ends a program for its memory.
    cwd: folder,
  })
  const close = async (): Promise<void> => {
    await run('podman', [...options, 'rm', '--all', '--force', '--time', '0'])
    await stop(service)
    // The store may still be mounted.
    await run('podman', [...options, 'unmount', '--all', '--force'])
    await rm(folder, { recursive: true })
  }
  try {
    await copyImages(images, 'podman', [...options, 'load', '--quiet'])
    await until('Podman did not start', () => existsSync(socket))
    return { engine: dockerAt(socket), socket, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}
