import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BUILD_WITHIN_MS, buildLanguages } from './support/build-languages.ts'
import { startService, type TestService } from './support/service.ts'

const FIXTURE = fileURLToPath(new URL('fixtures/csharp-client', import.meta.url))

/** The image that builds the .NET packs: it has a compiler and downloads packages from NuGet. */
const IMAGE = 'sandrun/base-dotnet-sdk'

let service: TestService
let home: string

beforeAll(async () => {
  await buildLanguages('csharp')
  home = await mkdtemp(join(tmpdir(), 'sandrun-openapi-'))
  await cp(FIXTURE, home, { recursive: true })
  service = await startService()
  const document = await fetch(new URL('/openapi.json', service.url))
  await writeFile(join(home, 'openapi.json'), await document.text())
}, BUILD_WITHIN_MS)
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

it(
  'describes the API so well that a client generated from it, in C# by Kiota, compiles and works',
  async () => {
    const build = ['sh', '-c', `mkdir /w && cd /w && tar x && exec sh make ${service.url.href}`]
    const docker = spawn('docker', ['run', '-i', '--rm', '--network=host', IMAGE, ...build])
    spawn('tar', ['c', '-C', home, '.']).stdout.pipe(docker.stdin)
    const [out, errors] = await Promise.all([text(docker.stdout), text(docker.stderr), once(docker, 'close')])
    expect(errors).toBe('')
    expect(out).toBe('python: True\nOk 42\nRuntimeError here\n400 unknown-language\n')
  },
  BUILD_WITHIN_MS,
)
