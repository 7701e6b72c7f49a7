import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { sandboxEngineContract } from '../../../test/contracts/sandbox-engine.ts'
import { processEngine } from '../../../test/support/process-engine.ts'
import type { VolumeContent, VolumeSpec } from '../../ports/sandbox-engine.ts'
import { AgentProcess } from './agent-process.ts'
import { ProcessEngine } from './process-engine.ts'

const engine = processEngine(['sh'])

sandboxEngineContract('a process', () => ({
  engine,
  image: 'sandrun/sh',
  volumes: { filled: 'filled', empty: 'empty' },
}))

const spec = {
  image: 'agent',
  name: 'sandrun-test',
  labels: {},
  entrypoint: ['/.sandrun/init'],
  env: {},
  user: '1:1',
  workDir: '/work',
  memoryBytes: 1,
  pids: 1,
  cpuShares: 1,
  cgroupParent: null,
  cpuQuota: null,
  tmpfs: {},
  shmBytes: 1,
  agentVolume: { name: 'agent', path: '/.sandrun' },
  runtime: null,
}

const content = (image: string): [VolumeSpec, VolumeContent] => [
  { name: 'agent', labels: {} },
  { image, path: '/.sandrun', name: 'filler', labels: {} },
]

it('leaves neither a folder nor a process behind', async () => {
  await engine.fillVolume(...content('sandrun/agent'))
  const started = await engine.startContainer({ ...spec, image: 'sandrun/sh' })
  if (!(started instanceof AgentProcess)) throw new Error('It is no process.')
  const folder = (await readFile(`/proc/${started.pid}/cmdline`, 'utf8')).split('\0').at(-2) ?? ''
  expect(existsSync(folder)).toBe(true)
  await started.destroy()
  expect(existsSync(folder)).toBe(false)
  expect(existsSync(`/proc/${started.pid}`)).toBe(false)
})

it('says which binary did not start', async () => {
  const images = [{ id: 'agent', tags: [], labels: {}, sizeBytes: 0 }]
  const none = new ProcessEngine({ agent: '/no/such/agent', images })
  await none.fillVolume(...content('agent'))
  await expect(none.startContainer(spec)).rejects.toMatchObject({
    code: 'sandbox-failed',
    message: expect.stringContaining('/no/such/agent'),
  })
})
