import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openContainerEngine } from '../src/compose/container-engine.ts'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import { LABELS } from '../src/model/labels.ts'
import { ownerName } from '../src/worker/pool/owner.ts'
import { imageEngineContract } from './contracts/image-engine.ts'

const engine = new DockerEngine()

imageEngineContract('Docker', () => ({ engine, base: 'sandrun/bash' }))

it('runs a command in a container that a sweep would find if this process died', async () => {
  const since = String(Math.floor(Date.now() / 1000) - 1)
  await openContainerEngine().capture('sandrun/bash', ['true'])
  const filters = ['type=container', 'event=create', `label=${LABELS.owner}=${ownerName()}`]
  const range = ['--since', since, '--until', String(Math.ceil(Date.now() / 1000) + 1)]
  const args = ['events', ...range, ...filters.flatMap((filter) => ['--filter', filter])]
  expect((await promisify(execFile)('docker', args)).stdout).toContain('container create')
})
