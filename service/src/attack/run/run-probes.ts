import { Inconclusive, type Probe, type Observations, type Target } from '../attack.ts'
import { type Finding, findingsOf } from '../report/report.ts'

/** Runs probes one after another, so that each has the machine for itself. Without time left, attacks are inconclusive. */
export async function runProbes(
  target: Target,
  probes: readonly Probe[],
  report: (probe: Probe, findings: readonly Finding[]) => void = () => {},
): Promise<Finding[]> {
  const all: Finding[] = []
  for (const probe of probes) {
    const findings = findingsOf(probe, await look(target, probe))
    report(probe, findings)
    all.push(...findings)
  }
  return all
}

async function look(target: Target, probe: Probe): Promise<Observations | Inconclusive> {
  if (target.signal.aborted) return new Inconclusive('more time')
  try {
    return await probe.run(target)
  } catch (error) {
    if (error instanceof Inconclusive) return error
    if (target.signal.aborted) return new Inconclusive('more time')
    return new Inconclusive(`a run that succeeds: ${error instanceof Error ? error.message : String(error)}`)
  }
}
