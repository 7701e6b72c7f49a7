import { execFile } from 'node:child_process'
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import { type Outcome, sandrun } from './support/cli.ts'
import { type Registry, startRegistry } from './support/registry.ts'
import { startService } from './support/service.ts'
import { type ToyLanguages, writeToyLanguages } from './support/toy-languages.ts'

const engine = new DockerEngine()
const docker = (...args: string[]) => promisify(execFile)('docker', args)

let registry: Registry
let toys: ToyLanguages
let toy: string
let image: string
let pushed: string
let built: Outcome
let push: Outcome

const lang = (...args: string[]): Promise<Outcome> =>
  sandrun(['lang', ...args], {
    env: { SANDRUN_LANGUAGES_DIR: toys.folder, SANDRUN_IMAGES: `${registry.address}/team/sandrun` },
  })

beforeAll(async () => {
  registry = await startRegistry()
  toys = await writeToyLanguages({ toy: 'FROM sandrun/base-base\nRUN echo pushed >/etc/origin\n' })
  toy = toys.id('toy')
  image = `sandrun/${toy}`
  built = await lang('build', toy)
  push = await lang('push', `${registry.address}/team/sandrun`, toy)
  pushed = push.stdout.split('\n').find((line) => line.includes(toy)) ?? ''
})
afterAll(async () => {
  await toys[Symbol.asyncDispose]()
  await registry[Symbol.asyncDispose]()
})
beforeEach(() => engine.removeImage(image))

it('pushes images under the hash of their sources, and the agent', () => {
  expect(built).toMatchObject({ code: 0, stderr: expect.stringContaining(`built ${image}`) })
  expect(push).toMatchObject({ code: 0, stderr: '' })
  expect(pushed).toMatch(new RegExp(`^${registry.address}/team/sandrun/${toy}:[0-9a-f]{16}$`))
  // A machine that builds nothing can pull it too.
  expect(push.stdout).toContain(`${registry.address}/team/sandrun/agent:`)
})

it('pulls an image that the registry has, and builds nothing', async () => {
  const { code, stderr } = await lang('build', toy)
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(`pulled ${image} 5.`) })
  expect(stderr).not.toContain('building')
  const again = await lang('build', toy)
  expect(again).toMatchObject({ code: 0, stderr: 'All images are up to date.\n' })
  // The registry's name for it is gone.
  expect(await engine.inspectImage(pushed)).toBeNull()
})

it('works for a service that builds its starters', async () => {
  await using service = await startService({
    SANDRUN_LANGUAGES_DIR: toys.folder,
    SANDRUN_IMAGES: `${registry.address}/team/sandrun`,
    SANDRUN_STARTERS: toy,
    SANDRUN_BUILD: 'starters',
  })
  const run = async (): Promise<unknown> => {
    const body = JSON.stringify({ language: toy, code: 'cat /etc/origin' })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(new URL('/v1/runs', service.url), { method: 'POST', headers, body })
    return response.json()
  }
  await expect.poll(run).toMatchObject({ run: { stdout: 'pushed\n' } })
})

it('refuses an image made from other files than those its tag names', async () => {
  await docker('tag', 'sandrun/base-base', pushed)
  await docker('push', pushed)
  await docker('rmi', pushed)
  const { code, stderr } = await lang('build', toy)
  expect(code).toBe(0)
  expect(stderr).toContain('another image than its name says')
  expect(stderr).toContain(`built ${image}`)
  expect((await engine.inspectImage(image))?.labels['sandrun.pack']).toBe(toy)
})

it("builds an image that has changed since, which the registry can't have", async () => {
  const dockerfile = join(toys.folder, toy, 'Dockerfile')
  await appendFile(dockerfile, 'RUN echo changed >/etc/origin\n')
  expect(await readFile(dockerfile, 'utf8')).toContain('changed')
  const { code, stderr } = await lang('build', toy)
  expect(code).toBe(0)
  expect(stderr).toContain(`could not pull ${image}, so it is built`)
  expect(stderr).toContain(`built ${image}`)
})

it('builds an image if no registry answers', async () => {
  const { code, stderr } = await sandrun(['lang', 'build', toy], {
    env: { SANDRUN_LANGUAGES_DIR: toys.folder, SANDRUN_IMAGES: '127.0.0.1:9/team' },
  })
  expect(code).toBe(0)
  expect(stderr).toContain(`built ${image}`)
})
