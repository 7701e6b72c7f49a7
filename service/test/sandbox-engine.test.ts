import { randomBytes } from 'node:crypto'
import { afterAll } from 'vitest'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import { sandboxEngineContract } from './contracts/sandbox-engine.ts'

const engine = new DockerEngine()
const names = randomBytes(6).toString('hex')
const volumes = { filled: `sandrun-contract-filled-${names}`, empty: `sandrun-contract-empty-${names}` }

afterAll(async () => {
  for (const name of Object.values(volumes)) await engine.removeVolume(name)
})

sandboxEngineContract('Docker', () => ({ engine, image: 'sandrun/bash', volumes }))
