import type { RunResult } from '@sandrun/shared'

/** The usage of a run, all its phases and cases together. */
export interface Usage {
  wallMs: number
  cpuMs: number
  /** The maximum of its phases. */
  memoryKb: number
}

export function usageOf({ compile, run, cases = [] }: RunResult): Usage {
  const phases = [compile, run, ...cases.map((one) => one.run)].filter((phase) => phase !== undefined)
  return {
    wallMs: phases.reduce((sum, phase) => sum + phase.wallMs, 0),
    cpuMs: phases.reduce((sum, phase) => sum + phase.cpuMs, 0),
    memoryKb: phases.reduce((most, phase) => Math.max(most, phase.memoryKb), 0),
  }
}

/** The number of characters of output and files in a result. */
export function outputSize({ compile, run, cases = [], files = [] }: RunResult): number {
  const phases = [compile, run, ...cases.map((one) => one.run)].filter((phase) => phase !== undefined)
  const texts = [...phases.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...files.map(({ content }) => content)]
  return texts.reduce((sum, text) => sum + (typeof text === 'string' ? text : text.base64).length, 0)
}
