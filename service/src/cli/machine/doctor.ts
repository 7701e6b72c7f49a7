import { readFile } from 'node:fs/promises'
import { styleText } from 'node:util'
import { toSandrunError } from '@sandrun/shared'
import { readConfig } from '../../settings/environment.ts'
import { openContainerEngine } from '../../compose/container-engine.ts'
import { LABELS } from '../../model/labels.ts'
import { requireLimits } from '../../model/required-limits.ts'
import type { ContainerEngine, EngineInfo } from '../../ports/sandbox-engine.ts'
import { findFullDisks } from '../../health/disk.ts'
import { type Catalog, loadCatalog } from '../../languages/catalog.ts'
import { starterPacks } from '../../languages/starters.ts'
import { planImages } from '../../images/image-plan.ts'
import { AGENT_IMAGE } from '../../worker/pool/agent-volume.ts'
import { plain } from '../command/message.ts'
import { chosenService, localService } from '../service/service-address.ts'
import { fetchLanguages } from '../service/service-client.ts'
import type { Finding } from './finding.ts'
import { examineRuntimes } from './runtimes.ts'

/** A running service answers well within this. */
const ANSWER_MS = 5000

/** For 256 sandboxes, which can each open 4,096 files. */
const ENOUGH_WATCHES = 1_048_576

/** With less, a compiler has no room beside the service. */
const LEAST_MEMORY_BYTES = 2 * 2 ** 30

/** The newest version that is tested: docs/operations.md, "Supported systems". */
const TESTED: Readonly<Record<string, { version: string; major: number }>> = {
  Docker: { version: '26.1', major: 26 },
  Podman: { version: '4.3', major: 4 },
}

const REMAP = 'To add another protection, set "userns-remap" in /etc/docker/daemon.json.'

/** What Podman lacks: docs/threat-model.md. */
const PODMAN: readonly Finding[] = [
  {
    state: 'note',
    what: 'the system-call filter of Podman allows unshare',
    fix: 'The filter of the agent refuses user namespaces. To refuse all, set seccomp_profile in containers.conf.',
  },
  {
    state: 'note',
    what: 'Podman does not report that the kernel ended an agent',
    fix: 'A run that fills its memory so may end as internal-error instead of memory-limit.',
  },
]

/** Checks everything that a run needs, and says how to repair faults. */
export async function examineMachine(): Promise<number> {
  const { redis, role } = readConfig(process.env)
  const findings = [
    // A gateway runs no programs itself.
    ...(role === 'gateway' ? [] : await examine(openContainerEngine())),
    ...(redis === null ? [] : [await examineCluster(redis)]),
    // A worker does not listen.
    ...(role === 'worker' ? [] : [await examineService()]),
  ]
  const marks = {
    good: styleText('green', 'ok  '),
    note: styleText('yellow', 'note'),
    bad: styleText('red', 'bad '),
  }
  for (const { state, what, fix } of findings) {
    process.stdout.write(`${marks[state]}  ${what}\n${fix === undefined ? '' : `      ${fix}\n`}`)
  }
  return findings.some(({ state }) => state === 'bad') ? 1 : 0
}

async function examine(engine: ContainerEngine): Promise<Finding[]> {
  let info: EngineInfo
  try {
    info = await engine.info()
  } catch (error) {
    const { message } = toSandrunError(error)
    return [
      {
        state: 'bad',
        what: message,
        fix: 'Start Docker, install it (https://docs.docker.com/engine/install) or set DOCKER_HOST.',
      },
    ]
  }
  const config = readConfig(process.env)
  const catalog = await loadCatalog(config.languagesDir)
  const images = catalog.packs.map(({ image }) => image)
  return [
    ...examineEngine(info),
    ...examineLimits(info),
    ...(await examineCores()),
    ...(info.userNamespaces || info.rootless ? await examineWatches() : []),
    ...(await examineDisks(info)),
    ...(await examineRuntimes({ engine, info, config, images, environment: process.env })),
    ...(await examineImages(engine, catalog)),
  ]
}

/** Without them a service does not start. */
function examineLimits(info: EngineInfo): Finding[] {
  try {
    requireLimits(info)
    return []
  } catch (error) {
    const { message, hint } = toSandrunError(error)
    return [{ state: 'bad', what: message, ...(hint !== undefined && { fix: hint }) }]
  }
}

function examineEngine(info: EngineInfo): Finding[] {
  const { engine, version, cgroupVersion, memoryBytes, cpus, architecture, rootless, userNamespaces } = info
  const findings: Finding[] = [
    { state: 'good', what: `${engine} ${version}, ${cpus} CPUs, ${(memoryBytes / 2 ** 30).toFixed(1)} GiB of memory` },
    cgroupVersion === '1'
      ? {
          state: 'good',
          what: 'cgroup v1',
          fix: 'It does not count socket buffers; the agent counts them, a moment later.',
        }
      : {
          state: 'good',
          what: 'cgroup v2',
          fix: "The verdicts, the attacks and the agent's tests run with it; all other tests run with v1.",
        },
    userNamespaces || rootless
      ? { state: 'good', what: rootless ? `rootless ${engine}` : 'user namespaces are remapped' }
      : { state: 'note', what: 'no user namespaces', ...(engine === 'Docker' && { fix: REMAP }) },
    ...(engine === 'Podman' ? PODMAN : []),
  ]
  const tested = TESTED[engine]
  if (tested !== undefined && Number.parseInt(version, 10) > tested.major) {
    findings.push({ state: 'note', what: `${engine} ${version} is newer than the tested ${tested.version}` })
  }
  if (architecture !== 'x86_64') findings.push({ state: 'note', what: `${architecture} is not a tested architecture` })
  if (memoryBytes < LEAST_MEMORY_BYTES) {
    findings.push({ state: 'bad', what: 'less than 2 GiB of memory', fix: 'Compilers need 512 MB each.' })
  }
  return findings
}

/** core(5): a pattern that begins with a pipe starts a program on the host for every crash, ignoring limits. */
async function examineCores(): Promise<Finding[]> {
  const pattern = await readFile('/proc/sys/kernel/core_pattern', 'utf8').catch(() => '')
  if (!pattern.startsWith('|')) return []
  const what = `a crash in a sandbox starts ${pattern.slice(1).split(' ', 1)[0]} on this machine`
  return [{ state: 'note', what, fix: 'To prevent that: sysctl kernel.core_pattern=core' }]
}

/** In user namespaces, the kernel counts the inotify instances of all sandboxes together: user_namespaces(7). */
async function examineWatches(): Promise<Finding[]> {
  const most = await readFile('/proc/sys/fs/inotify/max_user_instances', 'utf8').catch(() => null)
  if (most === null || Number(most) >= ENOUGH_WATCHES) return []
  const what = `one program can take all of the ${most.trim()} inotify instances of this machine`
  return [{ state: 'note', what, fix: `To prevent that: sysctl fs.inotify.max_user_instances=${ENOUGH_WATCHES}` }]
}

/** Checks the service that commands would use. */
async function examineService(): Promise<Finding> {
  const chosen = await chosenService(undefined)
  const { url, token } = chosen ?? localService()
  try {
    const languages = await fetchLanguages({ url, token }, AbortSignal.timeout(ANSWER_MS))
    const available = languages.filter((language) => language.available).length
    return { state: 'good', what: `the service at ${url.origin} answers and has ${available} languages` }
  } catch (error) {
    const { message, hint } = toSandrunError(error)
    if (chosen !== null) return { state: 'bad', what: plain(message), fix: plain(hint) }
    return {
      state: 'note',
      what: 'no service is running',
      fix: 'Each command starts its own. "sandrun serve" makes runs faster.',
    }
  }
}

async function examineCluster(redis: string): Promise<Finding> {
  try {
    const nodes = await (await import('../../compose/nodes.ts')).listNodes(redis)
    const workers = nodes.filter(({ role, draining }) => role !== 'gateway' && !draining)
    const gateways = nodes.filter(({ role }) => role !== 'worker')
    const what = `the cluster has ${gateways.length} gateways and ${workers.length} workers that take runs`
    const fix = 'Start nodes with "sandrun serve --role gateway" and "--role worker". List them with "sandrun nodes".'
    return gateways.length > 0 && workers.length > 0 ? { state: 'good', what } : { state: 'bad', what, fix }
  } catch (error) {
    const { message } = toSandrunError(error)
    return { state: 'bad', what: message, fix: 'Start Redis or correct SANDRUN_REDIS.' }
  }
}

async function examineDisks({ rootDir }: EngineInfo): Promise<Finding[]> {
  const full = await findFullDisks([readConfig(process.env).stateDir, rootDir])
  return full.map(({ folder, freeBytes }) => ({
    state: 'bad',
    what: `the disk of ${folder} is full: ${Math.floor(freeBytes / 2 ** 20)} MB free`,
    fix: 'Free some space (docker image prune) or use a larger disk.',
  }))
}

async function examineImages(engine: ContainerEngine, catalog: Catalog): Promise<Finding[]> {
  const { starters: names, images: registry } = readConfig(process.env)
  const starters = new Set(starterPacks(catalog, names))
  const plan = await planImages(catalog, catalog.packs, engine)
  const agent = await engine.inspectImage(AGENT_IMAGE)
  const findings: Finding[] = [
    agent === null
      ? { state: 'bad', what: 'the agent is not built', fix: 'sandrun lang build --starter' }
      : { state: 'good', what: 'the agent is built' },
  ]
  if (registry !== null) {
    findings.push({ state: 'good', what: `images are pulled from ${registry}, and built if it lacks them` })
  }
  for (const pack of catalog.packs) {
    const { manifest, image } = pack
    const built = await engine.inspectImage(image)
    const stale = plan.images.some((planned) => planned.image === image && planned.stale)
    const fix = `sandrun lang build ${manifest.id}`
    if (built === null)
      findings.push({ state: starters.has(pack) ? 'bad' : 'note', what: `${manifest.name} is not built`, fix })
    else if (stale) findings.push({ state: 'note', what: `${manifest.name} is older than its Dockerfile`, fix })
    else findings.push({ state: 'good', what: `${manifest.name} ${built.labels[LABELS.version] ?? ''}` })
  }
  return findings
}
