import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import { imageEngineContract } from './contracts/image-engine.ts'

const engine = new DockerEngine()

imageEngineContract('Docker', () => ({ engine, base: 'sandrun/bash' }))
