import { randomBytes } from 'node:crypto'
import { DockerEngine } from '../../../src/drivers/docker/docker-engine.ts'
import { tarContext } from '../../../src/images/context.ts'

/** An image for one test. */
export interface TestImage extends AsyncDisposable {
  tag: string
}

/** Builds an image from a Dockerfile alone; it is removed at the end of its scope. */
export async function buildTestImage(dockerfile: string): Promise<TestImage> {
  const engine = new DockerEngine()
  const tag = `sandrun-attack/${randomBytes(6).toString('hex')}`
  const context = tarContext([{ path: 'Dockerfile', content: Buffer.from(dockerfile) }])
  await engine.buildImage({ tag, labels: {}, context, onProgress: () => {} })
  return { tag, [Symbol.asyncDispose]: () => engine.removeImage(tag) }
}
