import {
  GROUPS,
  Inconclusive,
  notAttacked,
  onlyOn,
  type Probe,
  type Target,
  type WarmTarget,
} from '../../attack/attack.ts'
import { CATALOGUE } from '../../attack/catalogue/all.ts'
import { reportAsPage } from '../../attack/report/as-page.ts'
import { openAsLines, reportAsText } from '../../attack/report/as-text.ts'
import { countStates, exitCodeOf, type Finding, findingsOf, type Report } from '../../attack/report/report.ts'
import { longestLimits } from '../../attack/run/longest-limits.ts'
import { runProbes } from '../../attack/run/run-probes.ts'
import { openContainerEngine } from '../../compose/container-engine.ts'
import { LABELS } from '../../model/labels.ts'
import { ownerName } from '../../worker/pool/owner.ts'
import { Interrupts } from '../command/interrupts.ts'
import { tell } from '../command/message.ts'
import { readMinutes } from '../command/minutes.ts'
import { requireWritable, writeOutput } from '../command/output-file.ts'
import { UsageError } from '../command/usage-error.ts'
import { openOwnService } from '../service/private-service.ts'
import type { OpenService } from '../service/service.ts'
import { machineFacts } from './machine-facts.ts'

/** All attacks, on all compilers, take five minutes on two processors; what is left after this time is inconclusive. */
const USUAL_MINUTES = 10

/** The most that a timer counts: it fires at once for more. */
const MOST_MS = 2 ** 31 - 1

/** The engine removes the last containers a moment after their end. */
const GONE_MS = 10_000

/** The fact about the languages whose compilers are not attacked. */
const NOT_ATTACKED = 'compilers without an image, which are not attacked'

export interface AttackOptions {
  /** A key of GROUPS. */
  only?: string
  json?: boolean
  report?: string
  minutes?: string
}

/** `sandrun doctor --attack`: runs all attacks in sandboxes on this machine. 1 when one was not contained. */
export async function attackMachine({ only, json = false, report: file, minutes }: AttackOptions): Promise<number> {
  const probes = chooseProbes(only)
  const most = readTime(minutes)
  if (file !== undefined) await requireWritable(file, '--report')
  const begun = performance.now()
  const at = new Date().toISOString()
  const machine = await machineFacts(openContainerEngine())
  const { found, missing } = await attackOwnService(probes, most)
  const findings = [...found, await lookForRemains()]
  const facts = missing.length === 0 ? machine : { ...machine, [NOT_ATTACKED]: missing.join(', ') }
  const seconds = Math.round((performance.now() - begun) / 1000)
  const report: Report = { at, seconds, facts, counts: countStates(findings), findings }
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : reportAsText(report))
  if (file !== undefined) await writeOutput(file, reportAsPage(report))
  return exitCodeOf(report)
}

/** The time for all attacks in whole milliseconds, as a timer needs it. */
function readTime(text: string | undefined): number {
  const minutes = readMinutes(text, USUAL_MINUTES)
  if (minutes === 0) throw new UsageError('No attack fits into 0 minutes.', 'Write --minutes 20.')
  return Math.ceil(Math.min(minutes * 60_000, MOST_MS))
}

/** The probes of a group, or all. */
function chooseProbes(only: string | undefined): readonly Probe[] {
  if (only === undefined) return CATALOGUE
  const probes = CATALOGUE.filter(({ group }) => group === only)
  if (probes.length > 0) return probes
  throw new UsageError(
    `Unknown group of attacks "${only}".`,
    `Groups: ${Object.keys(GROUPS).join(', ')}. Usage: sandrun doctor --attack --only ${Object.keys(GROUPS)[0]}`,
  )
}

/** The findings, and the languages without an image. */
async function attackOwnService(
  probes: readonly Probe[],
  most: number,
): Promise<{ found: Finding[]; missing: readonly string[] }> {
  using interrupts = new Interrupts()
  const time = AbortSignal.timeout(most)
  const signal = AbortSignal.any([interrupts.signal, time])
  await using service = await openOwnService({ keepWarm: false, signal }).catch((error: unknown) => {
    if (!time.aborted || interrupts.signal.aborted) throw error
    return null
  })
  if (service === null) {
    tell('The time was over before the service was ready. Give it more with --minutes.')
    const late = new Inconclusive('more time')
    return { found: probes.flatMap((probe) => findingsOf(probe, late)), missing: [] }
  }
  let done = 0
  let begun = performance.now()
  const target: Target = { ...targetOf(service, signal), openWarm: () => openWarm(signal) }
  const here = probes.map((probe) => onlyOn(target.languages, probe))
  const all = await runProbes(target, here, ({ id, group }, found) => {
    const { contained, open, inconclusive } = countStates(found)
    const words = `${contained} contained, ${open} not, ${inconclusive} inconclusive, ${((performance.now() - begun) / 1000).toFixed(1)} s`
    process.stderr.write(`${(done += 1)}/${probes.length} ${GROUPS[group]}: ${id}: ${words}\n`)
    // At once: an attack that stops this machine would take the report with it.
    process.stderr.write(openAsLines(found))
    begun = performance.now()
  })
  interrupts.signal.throwIfAborted()
  return { found: all, missing: notAttacked(target.languages, probes) }
}

/** Only some attacks need a prepared runtime. For all others it would only use memory. */
async function openWarm(signal: AbortSignal): Promise<WarmTarget> {
  const service = await openOwnService({ keepWarm: true, signal })
  return { ...targetOf(service, signal), [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() }
}

function targetOf(service: OpenService, signal: AbortSignal): Target {
  const connect = (): ReturnType<Target['connect']> => service.connect(signal)
  return {
    languages: new Set(service.languages.filter(({ available }) => available).map(({ id }) => id)),
    url: service.address.url,
    secret: service.address.token ?? '',
    signal,
    connect,
    async run(request) {
      using client = await connect()
      const patient = { ...request, limits: { ...longestLimits(client), ...request.limits } }
      // There is no input: a program that reads gets the end.
      const run = client.run(request.cases === undefined ? { stdin: '', ...patient } : patient)
      const cancel = (): void => run.cancel()
      signal.addEventListener('abort', cancel)
      try {
        return await run.result
      } finally {
        signal.removeEventListener('abort', cancel)
      }
    },
  }
}

/** Looks for what is left after the attacks and the service. */
async function lookForRemains(): Promise<Finding> {
  const engine = openContainerEngine()
  const until = performance.now() + GONE_MS
  const find = (): Promise<unknown[]> => engine.listContainers({ [LABELS.owner]: ownerName() })
  let left = await find()
  while (left.length > 0 && performance.now() < until) left = await find()
  return {
    group: 'tampering',
    probe: 'remains',
    tries: 'leave a container behind, with whatever still runs in it',
    expected: 'none',
    happened: left.length === 0 ? 'none' : `${left.length} containers`,
    state: left.length === 0 ? 'contained' : 'open',
    impact: 'Programs continue after their run, and use resources of others.',
  }
}
