import Dockerode from 'dockerode'
import { expect, it } from 'vitest'
import { dockerDialect } from './docker-dialect.ts'
import { engineInfo, isRootless } from './engine-info.ts'

/** What engines on Debian 12 with cgroup v1 answer. */
const DOCKER = { MemoryLimit: true, PidsLimit: true, CgroupVersion: '1', SecurityOptions: ['name=seccomp'] }
const ROOTLESS_DOCKER = {
  MemoryLimit: false,
  PidsLimit: false,
  CgroupVersion: '1',
  SecurityOptions: ['name=seccomp,profile=default', 'name=rootless'],
}
const ROOTLESS_PODMAN = { MemoryLimit: true, PidsLimit: true, Rootless: true, SecurityOptions: ['name=seccomp'] }

it('knows an engine without root by its own words', () => {
  expect([DOCKER, ROOTLESS_DOCKER, ROOTLESS_PODMAN].map((info) => isRootless(info))).toEqual([false, true, true])
})

it('has the limits that the engine can’t enforce', async () => {
  const { unenforced } = dockerDialect(new Dockerode())
  expect(await unenforced(DOCKER)).toEqual([])
  expect(await unenforced(ROOTLESS_DOCKER)).toEqual(['memory', 'processes'])
  expect(engineInfo('Docker', ROOTLESS_DOCKER, ['memory'])).toMatchObject({ rootless: true, unenforced: ['memory'] })
})
