import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfig, SETTINGS } from './environment.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandrun-config-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function fileOf(content: unknown): string {
  const path = join(folder, 'sandrun.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

it('reads a file like the environment, which wins', () => {
  const path = fileOf({
    PORT: 9000,
    SANDRUN_HOSTS: ['runs.example', 'lab.example'],
    SANDRUN_ANONYMOUS: false,
    SANDRUN_CAPS: { running: 3, cpuSecondsPerDay: 1800 },
    SANDRUN_MAX_LIMITS: { memoryMb: 4096 },
    SANDRUN_LOG_LEVEL: 'debug',
  })
  expect(readConfig({ SANDRUN_CONFIG: path, SANDRUN_LOG_LEVEL: 'warn', HOST: undefined })).toMatchObject({
    port: 9000,
    hosts: ['runs.example', 'lab.example'],
    anonymous: false,
    caps: { running: 3, cpuSecondsPerDay: 1800 },
    maximum: { memoryMb: 4096 },
    logLevel: 'warn',
    host: '127.0.0.1',
  })
})

it.each<[string, NodeJS.ProcessEnv, string]>([
  ['an invalid port', { PORT: '80800' }, 'PORT: "80800" must be a whole number from 0 to 65535'],
  ['a number that is not whole', { SANDRUN_MAX_JOBS: '0.5' }, 'SANDRUN_MAX_JOBS: "0.5" must be a whole number from 1'],
  ['an unknown word', { SANDRUN_WARM: 'all' }, 'SANDRUN_WARM: "all" must be one of starters, used, none'],
  ['a relative cgroup', { SANDRUN_CGROUP_PARENT: 'sandrun' }, 'must be a systemd slice like sandrun.slice, or a path'],
  ['a cgroup above the parent', { SANDRUN_CGROUP_PARENT: '/a/../..' }, 'must be a systemd slice like sandrun.slice'],
  ['an image for a registry', { SANDRUN_IMAGES: 'ghcr.io/sandrun:1' }, 'must be a registry and a path in it, like'],
  ['an invalid network', { SANDRUN_TRUSTED_PROXIES: '10.0.0.0/33' }, 'must be addresses or networks'],
  [
    'an origin with a path',
    { SANDRUN_ORIGINS: 'https://wiki.example/' },
    'must be origins in lower case, without a path',
  ],
  ['an origin in upper case', { SANDRUN_ORIGINS: 'https://Wiki.example' }, 'must be origins in lower case'],
  ['a pattern of origins', { SANDRUN_ORIGINS: 'https://*.wiki.example' }, 'without a path or *'],
  ['an origin beyond ASCII', { SANDRUN_ORIGINS: 'https://例え.example' }, 'in ASCII'],
  ['an issuer without TLS', { SANDRUN_OIDC_ISSUER: 'http://id.example' }, 'must be an address that begins with https'],
  ['an issuer without audience', { SANDRUN_OIDC_ISSUER: 'https://id.example' }, 'SANDRUN_OIDC_AUDIENCE: is required'],
  [
    'more time than the agent can count',
    { SANDRUN_MAX_INTERACTIVE_MS: '4294967296' },
    'SANDRUN_MAX_INTERACTIVE_MS: "42',
  ],
  ['an unknown cap', { SANDRUN_CAPS: 'runs=3' }, 'SANDRUN_CAPS: "runs=3" is not a list of running, queued'],
  ['a missing file', { SANDRUN_CONFIG: '/nowhere.json' }, "SANDRUN_CONFIG: can't read /nowhere.json"],
])('names %s, its value and the allowed values', (_what, environment, message) => {
  expect(() => readConfig(environment)).toThrow(message)
})

it('does not show a secret that is too short', () => {
  expect(() => readConfig({ SANDRUN_TOKEN: 'hunter2' })).toThrow(
    /^SANDRUN_TOKEN: its value must be at least 16 characters long$/,
  )
})

it.each([
  [
    'an unknown setting, with the nearest',
    { SANDRUN_MAX_QUEUE: 3 },
    'unknown setting "SANDRUN_MAX_QUEUE"; did you mean "SANDRUN_MAX_QUEUED"?',
  ],
  ['an unknown setting, with no suggestion', { SANDRUN_COLOR: 3 }, /unknown setting "SANDRUN_COLOR"$/],
  ['a list instead of an object', [1], 'must be a JSON object of settings'],
  ['a value of null', { PORT: null }, '"PORT" must be a value, a list, or names with values'],
  ['invalid JSON', '{', "can't read"],
])('refuses a file with %s', (_what, content, message) => {
  expect(() => readConfig({ SANDRUN_CONFIG: fileOf(content) })).toThrow(message)
})

it('has each of its settings in docs/operations.md', () => {
  const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8')
  expect(SETTINGS.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
