import { ADMINISTRATION, KERNEL } from '../../src/attack/catalogue/kernel.ts'
import { ENTRIES, REFUSED_BY_AGENT, REFUSED_BY_DOCKER, SECCOMP } from '../../src/attack/catalogue/seccomp.ts'
import { program } from '../../src/attack/run/program.ts'
import { textOf } from '../../src/attack/run/run-program.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, type TestService } from '../support/service.ts'
import { contained } from './support/contained.ts'
import { all, asUser, host, withAgent, withoutDockersFilter } from './support/relax.ts'
import { attack, startTarget } from './support/target.ts'
import { agentWithout } from './support/weak-agent.ts'
import type { TestVolume } from './support/volume.ts'

let unfiltered: TestVolume
let hardened: TestService
let withoutAgents: TestService
let withoutDockers: TestService
let withoutBoth: TestService

beforeAll(async () => {
  unfiltered = await agentWithout('filter')
  hardened = await startTarget()
  withoutAgents = await startTarget(withAgent(unfiltered.name))
  withoutDockers = await startTarget(withoutDockersFilter)
  withoutBoth = await startTarget(all(withoutDockersFilter, withAgent(unfiltered.name)))
})
afterAll(async () => {
  for (const service of [hardened, withoutAgents, withoutDockers, withoutBoth]) await service[Symbol.asyncDispose]()
  await unfiltered[Symbol.asyncDispose]()
})

const REACHED = expect.stringMatching(/done|EPERM|ENOSPC/)

/** The results of the calls without any filter, if not `done`. The agent's filter refuses these calls. */
const UNFILTERED: Record<string, unknown> = {
  // A lookup in a map that does not exist: the call itself works. Kernels that allow bpf only to root still say EPERM.
  bpf: expect.stringMatching(/EBADF|EINVAL|EPERM/),
  // If kernel.perf_event_paranoid is 3, this is EACCES even without a filter.
  perf: expect.stringMatching(/done|EACCES/),
  // Some distributions allow user namespaces only to root: then this is EPERM or ENOSPC even without a filter.
  'user namespace by unshare': REACHED,
  'user namespace by clone': REACHED,
  'user namespace by clone3': REACHED,
  // A kernel without that family.
  AF_VSOCK: expect.stringMatching(/done|EAFNOSUPPORT/),
  AF_ALG: expect.stringMatching(/done|EAFNOSUPPORT/),
  // This also takes a capability, which no program has, so this line alone can't make a control.
  AF_PACKET: 'EPERM',
  // Docker's engine lets every group create them, other engines may not.
  ICMP: expect.stringMatching(/done|EACCES/),
}

const ALLOWED = {
  'own limit': 'done',
  'limit of another process': 'done',
  'own affinity': 'done',
  'own scheduler': 'done',
  'own priority': 'done',
  'own i/o priority': 'done',
  'i/o priority of its own group': 'done',
  'trace a child': 'stopped',
  'socket of family 1': 'done',
  'socket of family 2': 'done',
  'socket of family 10': expect.stringMatching(/done|EAFNOSUPPORT/),
  'netlink of the network': 'done',
}

const names = REFUSED_BY_AGENT.map(({ name }) => name)
const refused = contained(REFUSED_BY_AGENT)
const byDocker = contained(REFUSED_BY_DOCKER)

describe('system calls', () => {
  it('are refused if they reach the agent or too much of the kernel, and work if programs need them', async () => {
    expect(await attack(hardened, 'seccomp.py')).toEqual({ ...contained(SECCOMP.attacks), ...ALLOWED })
  })

  it("are refused by the agent's filter even if the engine has none", async () => {
    expect(await attack(withoutDockers, 'seccomp.py')).toMatchObject({ ...refused, ...ALLOWED })
  })

  it("are partly refused by Docker's filter, but not those that starve the agent, nor io_uring", async () => {
    const outcomes = await attack(withoutAgents, 'seccomp.py')
    expect(outcomes).toMatchObject({
      ...Object.fromEntries(names.filter((name) => /of init|of the user/.test(name)).map((name) => [name, 'done'])),
      ...byDocker,
      keyctl: 'EPERM',
      'user namespace by unshare': 'EPERM',
    })
  })

  it('would all work without filters', async () => {
    expect(await attack(withoutBoth, 'seccomp.py')).toMatchObject({
      ...Object.fromEntries(names.map((name) => [name, UNFILTERED[name] ?? 'done'])),
      ...Object.fromEntries(Object.keys(byDocker).map((name) => [name, 'done'])),
    })
  })
})

/** The calls that the attacks use; without all rights, an engine has no list that names them all. */
const RIGHTS =
  'SYS_ADMIN SYS_BOOT SYS_MODULE SYS_TIME SYS_PACCT SYS_RAWIO SYS_PTRACE SYS_NICE SYSLOG DAC_READ_SEARCH'.split(' ')

describe("the system calls of the host's root", () => {
  it('are refused, and would work for a root with its rights and without filters', async () => {
    expect(await attack(hardened, 'kernel.py')).toEqual(contained(KERNEL.attacks))
    const rights = host({ CapDrop: [], CapAdd: RIGHTS })
    await using control = await startTarget(all(asUser(0), rights, withoutDockersFilter, withAgent(unfiltered.name)))
    const outcomes = await attack(control, 'kernel.py')
    // A kernel may lack one of them, but nothing here is refused for missing rights.
    expect(ADMINISTRATION.filter(({ name }) => outcomes[name] === 'EPERM').map(({ name }) => name)).toEqual([])
    expect(outcomes).toMatchObject({
      'its own namespace: mount': 'done',
      'become root': 'done',
      'make a disk': 'done',
    })
  })
})

describe.runIf(process.arch === 'x64')('other ways into the kernel', () => {
  const enter = async (service: TestService, way: string): Promise<unknown> => {
    const result = await post(service, { language: 'c', code: await program('int80.c'), args: [way] })
    return result.run?.signal ?? textOf(result).trim()
  }

  it('are closed: 32-bit calls end the program, x32 calls are refused', async () => {
    const outcomes = { int80: await enter(hardened, 'int80'), x32: await enter(hardened, 'x32') }
    expect(outcomes).toEqual(contained(ENTRIES.attacks))
  })

  it('would be open without the filters, if the kernel has them', async () => {
    expect(await enter(withoutBoth, 'int80')).toMatch(/^[1-9]\d*$|SIGSEGV/)
    expect(await enter(withoutBoth, 'x32')).toMatch(/^1$|^-38$/)
  })
})
