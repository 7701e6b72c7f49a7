import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { freePort } from './free-port.ts'

/** A real registry (Debian's docker-registry) on a free loopback port, where Docker needs no certificate. */
export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  address: string
}

export async function startRegistry(): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-registry-'))
  const address = `127.0.0.1:${await freePort()}`
  const config = join(folder, 'config.json')
  // JSON is valid YAML.
  await writeFile(
    config,
    JSON.stringify({
      version: 0.1,
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: join(folder, 'images') } },
      http: { addr: address },
    }),
  )
  const child = spawn('docker-registry', ['serve', config], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  await vi.waitFor(() => fetch(`http://${address}/v2/`), { timeout: 10_000 })
  return {
    address,
    async [Symbol.asyncDispose]() {
      child.kill()
      await ended
      await rm(folder, { recursive: true })
    },
  }
}
