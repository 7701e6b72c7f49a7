import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SandrunError } from '@sandrun/shared'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { processEngine, type TestEngine } from '../../../test/support/process-engine.ts'
import type { EngineInfo } from '../../ports/sandbox-engine.ts'
import type { Finding } from './finding.ts'
import { examineRuntimes } from './runtimes.ts'

const BOTH = { runtimes: ['runc', 'crun'], defaultRuntime: 'runc' }

let engine: TestEngine
beforeEach(() => {
  engine = processEngine(['sh'])
})

/** Examines an engine that is like Docker, but for these. */
async function examine(change: Partial<EngineInfo>, environment: NodeJS.ProcessEnv = {}): Promise<Finding[]> {
  const info = { ...(await engine.info()), engine: 'Docker', ...change }
  const config = { runtime: null, instance: 'test', cgroupParent: null, cpuQuota: null }
  return examineRuntimes({ engine, info, config, images: ['sandrun/gone', 'sandrun/sh'], environment })
}

describe('an engine that has crun and runc', () => {
  it('starts sandboxes with each in turns, and keeps none', async () => {
    expect(await examine(BOTH)).toEqual([
      expect.objectContaining({ what: expect.stringMatching(/runc .* ms, crun|too busy/) }),
    ])
    const runtimes = engine.asked.map(({ runtime }) => runtime)
    expect(runtimes.slice(0, 6)).toEqual(['runc', 'crun', 'runc', 'crun', 'runc', 'crun'])
    expect(engine.asked.map(({ image }) => image)).toContain('sandrun/sh')
    expect(await engine.count()).toBe(0)
  })

  it('is told why they can’t be compared', async () => {
    engine.refusal = new SandrunError('sandbox-failed', 'Docker refused (unknown runtime).')
    expect(await examine(BOTH)).toEqual([
      { state: 'note', what: "can't compare crun with runc: Docker refused (unknown runtime)." },
    ])
  })

  it('starts nothing if the operator chose another runtime', async () => {
    expect(await examine({ ...BOTH, defaultRuntime: 'crun' })).toEqual([])
    expect(await examine({ ...BOTH, defaultRuntime: 'runsc' })).toEqual([])
    expect(engine.asked).toEqual([])
  })
})

describe('a crun that Docker does not know', () => {
  const RUNC = { runtimes: ['runc'], defaultRuntime: 'runc' }

  async function folderWithCrun(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'sandrun-runtimes-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'crun'), '', { mode: 0o755 })
    return folder
  }

  it('is named, with what to do', async () => {
    const folder = await folderWithCrun()
    expect(await examine(RUNC, { PATH: `/nowhere:${folder}` })).toEqual([
      {
        state: 'note',
        what: 'crun, which may start sandboxes faster, is installed, but Docker does not know it',
        fix: expect.stringContaining(`{"runtimes":{"crun":{"path":"${folder}/crun"}}}`),
      },
    ])
  })

  it('is not looked for if Docker is on another machine, and not missed', async () => {
    const PATH = await folderWithCrun()
    expect(await examine(RUNC, { PATH, DOCKER_HOST: 'tcp://docker.example' })).toEqual([])
    expect(await examine(RUNC, { PATH: '/nowhere' })).toEqual([])
  })
})
