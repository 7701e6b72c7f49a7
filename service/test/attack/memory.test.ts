import { readFile } from 'node:fs/promises'
import { MEMORY_LIMITS, SMALL_PROCESSES_END, QUEUES, WAYS } from '../../src/attack/catalogue/memory.ts'
import { program } from '../../src/attack/run/program.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, type TestService } from '../support/service.ts'
import { runBare } from './support/bare.ts'
import { changeUlimit, host, withAgent, withoutUlimit } from './support/relax.ts'
import { attack, attackWithResult, startTarget } from './support/target.ts'
import type { TestVolume } from './support/volume.ts'
import { agentWithout } from './support/weak-agent.ts'

const MB = 2 ** 20

let hardened: TestService
beforeAll(async () => {
  hardened = await startTarget(undefined, { SANDRUN_MAX_LIMITS: 'openFiles=100000' })
})
afterAll(() => hardened[Symbol.asyncDispose]())

const serves = async (): Promise<void> => {
  expect(await post(hardened, { language: 'bash', code: 'echo served' })).toMatchObject({ run: { stdout: 'served\n' } })
}

describe('memory', () => {
  it('ends the program at the limit, and would not without the limit', async () => {
    const request = { args: ['heap', '96'], limits: MEMORY_LIMITS }
    expect(await attackWithResult(hardened, 'memory.py', request)).toMatchObject({
      outcomes: null,
      result: { verdict: 'memory-limit' },
    })
    await using control = await startTarget(host({ Memory: 256 * MB, MemorySwap: 256 * MB }))
    expect(await attack(control, 'memory.py', request)).toEqual({ heap: 'done' })
  })

  it.each(WAYS)('ends the program at the limit, whoever the memory belongs to: %s', async (way) => {
    // It survives the killed program, so even the agent may be killed: then the engine's events tell why.
    const { result } = await attackWithResult(hardened, 'memory.py', { args: [way, '96'], limits: MEMORY_LIMITS })
    expect(result).toMatchObject({ verdict: 'memory-limit' })
    await serves()
  })

  it('used by many small processes does not kill the agent', async () => {
    const limits = { ...MEMORY_LIMITS, processes: 64, wallMs: 5000 }
    const { result } = await attackWithResult(hardened, 'memory.py', { args: ['pretend', '4'], limits })
    // New processes replace killed ones, so any limit may end it first. The agent survives to say which.
    expect(result).toMatchObject({
      verdict: expect.stringMatching(new RegExp(`^(?:${SMALL_PROCESSES_END.join('|')})$`)),
    })
    expect(result.run?.stdout).toBe('score 0\n')
    await serves()
  })

  it('does not grow with swap', async () => {
    const bytes = `${64 * MB}`
    const outcomes = await attack(hardened, 'limits.py', { limits: MEMORY_LIMITS })
    expect(outcomes['memory']).toBe(bytes)
    // A kernel without swap accounting has no such file, and the test machine may have no swap to show more.
    expect(['0', bytes, 'not there']).toContain(outcomes['memory and swap'])
    await using control = await startTarget(host({ MemorySwap: -1 }))
    const relaxed = await attack(control, 'limits.py', { limits: MEMORY_LIMITS })
    expect(['0', bytes]).not.toContain(relaxed['memory and swap'])
  })
})

describe('memory in the queues of sockets', () => {
  const ask = (way: string): Parameters<typeof attackWithResult>[2] => ({ args: [way, '160'], limits: MEMORY_LIMITS })
  let blind: TestVolume
  let control: TestService
  beforeAll(async () => {
    blind = await agentWithout('sockets')
    control = await startTarget(withAgent(blind.name))
  })
  afterAll(async () => {
    await control[Symbol.asyncDispose]()
    await blind[Symbol.asyncDispose]()
  })

  it.each(QUEUES)('ends the program at the limit, and would not without the limit: %s', async (way) => {
    const { result } = await attackWithResult(hardened, 'sockets.py', ask(way))
    expect(result).toMatchObject({ verdict: 'memory-limit' })
    await serves()
    // A version 2 cgroup counts those of TCP and UDP itself.
    const { cgroupVersion } = await control.engine.info()
    const { result: unwatched } = await attackWithResult(control, 'sockets.py', ask(way))
    expect(unwatched.verdict).toBe(way === 'netlink' || cgroupVersion === '1' ? 'ok' : 'memory-limit')
  })
})

describe('resource limits', () => {
  it('cannot be raised', async () => {
    expect(await attack(hardened, 'limits.py', { limits: { openFiles: 300 } })).toMatchObject({
      'open files': '(300, 300)',
      core: '(0, 0)',
      'lock a megabyte': 'ENOMEM',
      'message queue': 'EMFILE',
    })
  })

  it('on open files apply to programs that ask for more, and would not without the line', async () => {
    const request = { limits: { openFiles: 8192, processes: 8 } }
    expect(await attack(hardened, 'limits.py', request)).toMatchObject({ 'open files': '(4096, 4096)' })
    await using control = await startTarget(changeUlimit('nofile', 16_384), { SANDRUN_MAX_LIMITS: 'openFiles=100000' })
    expect(await attack(control, 'limits.py', request)).toMatchObject({ 'open files': '(8192, 8192)' })
  })

  it('on locked memory would be higher without the line', async () => {
    await using control = await startTarget(changeUlimit('memlock', 8 * MB))
    expect(await attack(control, 'limits.py')).toMatchObject({ 'lock a megabyte': 'done' })
  })

  it('on message queues would be higher without the line', async () => {
    await using control = await startTarget(withoutUlimit('msgqueue'))
    expect(await attack(control, 'limits.py')).toMatchObject({ 'message queue': 'done' })
  })

  it('prevent core dumps, which would happen without the line', async () => {
    // Without the agent, which forbids dumps too. If the host pipes dumps to a program, no limit counts (core(5)).
    const piped = (await readFile('/proc/sys/kernel/core_pattern', 'utf8')).startsWith('|')
    const crash = ['python3', '-c', await program('crash.py')]
    expect(await runBare(crash)).toBe(piped ? 'dumped\n' : 'not dumped\n')
    expect(await runBare(crash, changeUlimit('core', -1))).toBe('dumped\n')
  })
})
