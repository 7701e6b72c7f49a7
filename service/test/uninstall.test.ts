import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { removeEverything } from '../src/cli/machine/uninstall.ts'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import { tarContext } from '../src/images/context.ts'

it('removes our containers, images and volumes, and says how much space that frees', async () => {
  const engine = new DockerEngine()
  const name = `uninstall-${randomBytes(6).toString('hex')}`
  // Labels for this test alone, so all other images stay.
  const labels = { owner: `${name}.owner`, pack: `${name}.pack`, hash: `${name}.hash` }
  const dockerfile = { path: 'Dockerfile', content: Buffer.from('FROM scratch\nCOPY ballast /ballast\n') }
  const ballast = { path: 'ballast', content: randomBytes(5_000_000) }
  await engine.buildImage({
    tag: `${name}/image`,
    labels: { [labels.pack]: 'ballast' },
    context: tarContext([dockerfile, ballast]),
    onProgress: () => {},
  })
  await promisify(execFile)('docker', ['create', '--label', labels.owner, 'sandrun/bash', 'true'])
  await promisify(execFile)('docker', ['volume', 'create', '--label', labels.hash, name])

  const progress: string[] = []
  const removed = await removeEverything(engine, labels, (what) => progress.push(what))
  expect(removed).toMatchObject({ containers: 1, images: 1, volumes: 1 })
  expect(removed.bytes).toBeGreaterThanOrEqual(4_000_000)
  expect(progress).toEqual([`${name}/image:latest`])
  expect(await engine.listContainers({ [labels.owner]: '' })).toEqual([])
  expect(await engine.listImages(labels.pack)).toEqual([])
  expect(await engine.listVolumes(labels.hash)).toEqual([])
})
