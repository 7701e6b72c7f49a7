import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ROOT } from '../bootstrap/prepare.mjs'

interface Job {
  if?: string
  needs?: string | string[]
  permissions?: Record<string, string>
  steps: { uses?: string; run?: string; if?: string; name?: string }[]
}
interface Workflow {
  on: Record<string, unknown>
  permissions?: Record<string, string>
  jobs: Record<string, Job>
}

const FOLDER = join(ROOT, '.github/workflows')
const texts = new Map(readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]))
const workflows = new Map(Array.from(texts, ([name, text]) => [name, parse(text) as Workflow]))

const scriptsOf = (folder: string): string[] => {
  const manifest = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as { scripts: object }
  return Object.keys(manifest.scripts)
}

/** What a line calls and the repository must have: [kind, name]. */
function called(line: string): [string, string][] {
  const npm = Array.from(
    line.matchAll(/\bnpm (?:run )?(start|test|demo|release|check|bench)\b/g),
    ([, name = '']) => name,
  )
  const unknown = Array.from(line.matchAll(/\bnpm run ([\w:-]+)/g), ([, name = '']) => name)
  const filtered = Array.from(line.matchAll(/pnpm\S* --filter \.\/(\S+) run ([\w:-]+)/g))
  const files = Array.from(line.matchAll(/(?<![\w./-])((?:scripts|bin|\.ci)\/[\w./-]+)/g), ([, path = '']) => path)
  return [
    ...[...npm, ...unknown].map((name): [string, string] => ['.', name]),
    ...filtered.map(([, folder = '', name = '']): [string, string] => [folder, name]),
    ...files.map((path): [string, string] => ['file', path]),
  ]
}

describe.each([...workflows])('%s', (name, workflow) => {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)

  it('pins every action by its hash, and says which version that is', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? [])
    expect(actions.length).toBeGreaterThan(0)
    expect(actions.filter((action) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(action))).toEqual([])
    const lines = (texts.get(name) ?? '').split('\n').filter((line) => line.includes('uses:'))
    expect(lines.filter((line) => !/# v\d/.test(line))).toEqual([])
  })

  it('calls only what the repository has', () => {
    const calls = steps.flatMap(({ run = '' }) => run.split('\n').flatMap(called))
    expect(calls.length).toBeGreaterThan(0)
    const exists = ([kind, what]: [string, string]): boolean =>
      kind === 'file' ? existsSync(join(ROOT, what)) : scriptsOf(kind).includes(what)
    expect(calls.filter((call) => !exists(call))).toEqual([])
    const scripts = calls.flatMap(([kind, path]) => (kind === 'file' && /\.sh$|^\.ci\//.test(path) ? path : []))
    expect(scripts.filter((path) => (statSync(join(ROOT, path)).mode & 0o111) === 0)).toEqual([])
  })

  it('has write permission only where a job needs it', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
  })
})

describe('a release', () => {
  const release = workflows.get('release.yml')
  const jobs = Object.entries(release?.jobs ?? {})

  it('is tried in every pull request, with every job', () => {
    expect(release?.on).toHaveProperty('pull_request')
    expect(jobs.map(([name]) => name)).toEqual(['pack', 'images', 'index', 'publish'])
    expect(jobs.filter(([, job]) => job.if !== undefined)).toEqual([])
  })

  it('publishes only with a tag', () => {
    const publishing = /\bgh release|docker login|\bovsx\b|npm publish (?!--dry-run)/
    const steps = jobs.flatMap(([, job]) => job.steps)
    const found = steps.filter(({ run = '', uses = '' }) => publishing.test(run) || uses.includes('/attest-'))
    expect(found.length).toBe(6)
    expect(found.filter((step) => step.if !== "env.PUBLISHES == 'true'")).toEqual([])
  })

  it('pushes the service and its proxy for one architecture, and leaves their tags to be joined', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandrun-push-'))
    const script = join(folder, 'scripts/release/push-service.sh')
    await mkdir(join(folder, 'scripts/release'), { recursive: true })
    await mkdir(join(folder, 'service'))
    await copyFile(join(ROOT, 'scripts/release/push-service.sh'), script)
    await writeFile(join(folder, 'service/package.json'), '{"version":"1.2.3"}')
    // Most test machines lack BuildKit.
    await writeFile(join(folder, 'docker'), '#!/bin/sh\necho "$@" >>calls\n', { mode: 0o755 })
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` }
    execFileSync(script, ['ghcr.io/x', 'arm64'], { env })
    const tags = await readFile(join(folder, 'dist/tags-arm64'), 'utf8')
    expect(tags).toBe('ghcr.io/x/service:1.2.3-arm64\nghcr.io/x/socket-proxy:1.2.3-arm64\n')
    const builds = (await readFile(join(folder, 'calls'), 'utf8'))
      .split('\n')
      .filter((call) => call.includes(' build '))
    const recipes = builds.map((call) => /--file (\S+) .*--push (\S+)$/.exec(call)?.slice(1) ?? [])
    expect(recipes).toHaveLength(2)
    expect(recipes.flat().filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    expect(builds.filter((call) => !/--provenance=mode=max --sbom=true/.test(call))).toEqual([])
    await rm(folder, { recursive: true })
  })

  it('joins the images of both architectures under one tag', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandrun-tags-'))
    await writeFile(join(folder, 'a'), 'x/bash:1-amd64\nx/assembly:2-amd64\n')
    await writeFile(join(folder, 'b'), 'x/bash:1-arm64\n')
    const script = join(ROOT, 'scripts/release/index-images.sh')
    const env = { ...process.env, DRY_RUN: 'true' }
    const printed = execFileSync(script, [join(folder, 'a'), join(folder, 'b')], { env, encoding: 'utf8' })
    expect(printed).toBe('x/assembly:2 = x/assembly:2-amd64\nx/bash:1 = x/bash:1-amd64 x/bash:1-arm64\n')
    await rm(folder, { recursive: true })
  })
})
