import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, type TestService } from '../support/service.ts'
import { all, withAgent, withoutDockersFilter } from './support/relax.ts'
import { attack, type Outcomes, program, startTarget } from './support/target.ts'
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

/** What the agent's filter refuses, and what the same call gives where there is no filter at all. */
const REFUSED_BY_AGENT: Record<string, { refused?: string; unfiltered: unknown }> = {
  'prlimit of init': { unfiltered: 'done' },
  'scheduler of init': { unfiltered: 'done' },
  'parameters of init': { unfiltered: 'done' },
  'attributes of init': { unfiltered: 'done' },
  'affinity of init': { unfiltered: 'done' },
  'priority of init': { unfiltered: 'done' },
  'priority of the group of init': { unfiltered: 'done' },
  'priority of the user': { unfiltered: 'done' },
  'i/o priority of init': { unfiltered: 'done' },
  'i/o priority of the group of init': { unfiltered: 'done' },
  'i/o priority of the user': { unfiltered: 'done' },
  io_uring: { unfiltered: 'done' },
  // Looking up in a map that is not there: the call itself works. Kernels that allow bpf to root only still say EPERM.
  bpf: { unfiltered: expect.stringMatching(/EBADF|EINVAL|EPERM/) },
  // Where kernel.perf_event_paranoid is 3 it is EACCES without any filter.
  perf: { unfiltered: expect.stringMatching(/done|EACCES/) },
  userfaultfd: { unfiltered: 'done' },
  keyctl: { unfiltered: 'done' },
  add_key: { unfiltered: 'done' },
  request_key: { unfiltered: 'done' },
  // Some distributions give user namespaces to root alone: then it is EPERM or ENOSPC without any filter.
  'user namespace by unshare': { unfiltered: expect.stringMatching(/done|EPERM|ENOSPC/) },
  'user namespace by clone': { unfiltered: expect.stringMatching(/done|EPERM|ENOSPC/) },
  'user namespace by clone3': { refused: 'ENOSYS', unfiltered: expect.stringMatching(/done|EPERM|ENOSPC/) },
  // Of a kernel without that family.
  AF_VSOCK: { unfiltered: expect.stringMatching(/done|EAFNOSUPPORT/) },
  AF_ALG: { unfiltered: expect.stringMatching(/done|EAFNOSUPPORT/) },
  // It takes a capability too, which no program has. So the control cannot be made with this one line.
  AF_PACKET: { unfiltered: 'EPERM' },
  NETLINK_USERSOCK: { refused: 'EPROTONOSUPPORT', unfiltered: 'done' },
  // Docker's engine lets every group make them, others may not.
  ICMP: { refused: 'EPROTONOSUPPORT', unfiltered: expect.stringMatching(/done|EACCES/) },
}

const REFUSED_BY_DOCKER = ['unshare of files', 'personality']

const ALLOWED = {
  'own limit': 'done',
  'limit of another process': 'done',
  'own affinity': 'done',
  'own scheduler': 'done',
  'own priority': 'done',
  'own i/o priority': 'done',
  'i/o priority of the own group': 'done',
  'trace a child': 'stopped',
  'socket of family 1': 'done',
  'socket of family 2': 'done',
  'socket of family 10': expect.stringMatching(/done|EAFNOSUPPORT/),
  'netlink of the network': 'done',
}

const names = Object.keys(REFUSED_BY_AGENT)
const refused: Outcomes = Object.fromEntries(names.map((name) => [name, REFUSED_BY_AGENT[name]?.refused ?? 'EPERM']))

describe('system calls', () => {
  it('are refused where they reach the agent or too much of the kernel, and work where programs need them', async () => {
    expect(await attack(hardened, 'seccomp.py')).toEqual({
      ...refused,
      ...Object.fromEntries(REFUSED_BY_DOCKER.map((name) => [name, 'EPERM'])),
      ...ALLOWED,
    })
  })

  it("are refused by the agent's filter also where the engine has none", async () => {
    expect(await attack(withoutDockers, 'seccomp.py')).toMatchObject({ ...refused, ...ALLOWED })
  })

  it("are refused by Docker's filter in part, but not those that starve the agent, nor io_uring", async () => {
    const outcomes = await attack(withoutAgents, 'seccomp.py')
    expect(outcomes).toMatchObject({
      ...Object.fromEntries(names.filter((name) => /of init|of the user/.test(name)).map((name) => [name, 'done'])),
      ...Object.fromEntries(REFUSED_BY_DOCKER.map((name) => [name, 'EPERM'])),
      keyctl: 'EPERM',
      'user namespace by unshare': 'EPERM',
    })
  })

  it('would all work without filters', async () => {
    expect(await attack(withoutBoth, 'seccomp.py')).toMatchObject({
      ...Object.fromEntries(names.map((name) => [name, REFUSED_BY_AGENT[name]?.unfiltered])),
      ...Object.fromEntries(REFUSED_BY_DOCKER.map((name) => [name, 'done'])),
    })
  })
})

describe.runIf(process.arch === 'x64')('other ways into the kernel', () => {
  const enter = async (service: TestService, way: string): Promise<unknown> => {
    const result = await post(service, { language: 'c', code: await program('int80.c'), args: [way] })
    return result.run?.signal ?? result.run?.stdout
  }

  it('are closed: 32-bit calls end the program, those of x32 are refused', async () => {
    // A kernel without 32-bit programs ends it by SIGSEGV before any filter is asked.
    expect(await enter(hardened, 'int80')).toMatch(/SIGSYS|SIGSEGV/)
    expect(await enter(hardened, 'x32')).toBe('-1\n')
  })

  it('would be open without the filters, as far as the kernel has them', async () => {
    expect(await enter(withoutBoth, 'int80')).toMatch(/^[1-9]\d*\n$|SIGSEGV/)
    expect(await enter(withoutBoth, 'x32')).toMatch(/^1\n$|^-38\n$/)
  })
})
