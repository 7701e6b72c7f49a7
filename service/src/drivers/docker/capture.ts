import { Writable } from 'node:stream'
import type Dockerode from 'dockerode'
import { attach } from './attach.ts'
import { AttachDemux } from './demux.ts'

/** A container that runs a command in an image. */
export function capturingContainer(
  image: string,
  argv: readonly string[],
  labels: Record<string, string>,
): Dockerode.ContainerCreateOptions {
  return {
    Image: image,
    Labels: labels,
    Entrypoint: [...argv],
    Cmd: [],
    NetworkDisabled: true,
    HostConfig: { NetworkMode: 'none', CapDrop: ['ALL'], LogConfig: { Type: 'none', Config: {} } },
  }
}

/** Starts a container and returns what it printed until its end. */
export async function captureOutput(docker: Dockerode, container: Dockerode.Container): Promise<string> {
  const chunks: Uint8Array[] = []
  const demux = new AttachDemux((_stream, bytes) => chunks.push(bytes))
  const stream = await attach(docker, container.id, { stdin: false })
  const collected = new Promise<void>((resolve, reject) => {
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        demux.push(chunk)
        done()
      },
    })
    stream.pipe(sink).once('finish', resolve).once('error', reject)
  })
  await container.start()
  await container.wait()
  await collected
  return Buffer.concat(chunks).toString()
}
