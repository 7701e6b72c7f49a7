import type { LimitName } from './limits.ts'
import type { PhaseName, RunResult, Verdict } from './run-result.ts'

const LIMIT_OF: Readonly<Partial<Record<Verdict, LimitName>>> = {
  'cpu-limit': 'cpuMs',
  'wall-limit': 'wallMs',
  'idle-limit': 'idleMs',
  'memory-limit': 'memoryMb',
  'output-limit': 'outputKb',
  'process-limit': 'processes',
  'disk-limit': 'diskMb',
}

/** The limit that ended a run, and its phase; null if none did. The client says how to raise it. */
export function reachedLimit(result: Pick<RunResult, 'verdict' | 'run' | 'cases' | 'message'>): {
  name: LimitName
  phase: PhaseName
} | null {
  const name = LIMIT_OF[result.verdict]
  if (name === undefined) return null
  // A disk may be smaller than one file may be, and only the sentence says which it was.
  const isFile = name === 'diskMb' && result.message.includes('a file larger than')
  const phase = result.run === undefined && result.cases === undefined ? 'compile' : 'run'
  return { name: isFile ? 'fileMb' : name, phase }
}
