import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Dockerode from 'dockerode'
import { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'

/** Docker behind a socket that a test can remove and restore. */
export interface DockerProxy extends AsyncDisposable {
  engine: DockerEngine
  stop(): Promise<void>
  start(): Promise<void>
}

export async function startDockerProxy(): Promise<DockerProxy> {
  const path = join(tmpdir(), `docker-${randomBytes(6).toString('hex')}.sock`)
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const docker = connect({ path: '/var/run/docker.sock', allowHalfOpen: true })
    for (const [from, to] of [
      [client, docker],
      [docker, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => sockets.delete(from))
      from.pipe(to)
    }
  })
  const start = async (): Promise<void> => {
    await rm(path, { force: true })
    server.listen(path)
    await once(server, 'listening')
  }
  const stop = async (): Promise<void> => {
    if (!server.listening) return
    server.close()
    for (const socket of sockets) socket.destroy()
    await once(server, 'close')
  }
  await start()
  return { engine: new DockerEngine(new Dockerode({ socketPath: path })), start, stop, [Symbol.asyncDispose]: stop }
}
