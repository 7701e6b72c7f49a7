import { toSandrunError } from '@sandrun/shared'
import { CannotTell, type Probe, type Observations, type Target } from '../attack.ts'
import { type Finding, findingsOf } from '../report/report.ts'

/** Runs probes one after another, so that each has the machine for itself. Without time left, outcomes are unknown. */
export async function runProbes(
  target: Target,
  probes: readonly Probe[],
  told: (probe: Probe, findings: readonly Finding[]) => void = () => {},
): Promise<Finding[]> {
  const all: Finding[] = []
  for (const probe of probes) {
    const findings = findingsOf(probe, await look(target, probe))
    told(probe, findings)
    all.push(...findings)
  }
  return all
}

async function look(target: Target, probe: Probe): Promise<Observations | CannotTell> {
  if (target.signal.aborted) return new CannotTell('more time')
  try {
    return await probe.run(target)
  } catch (error) {
    if (error instanceof CannotTell) return error
    if (target.signal.aborted) return new CannotTell('more time')
    return new CannotTell(`a run that succeeds: ${toSandrunError(error).message}`)
  }
}
