import { expect, it } from 'vitest'
import { reachedLimit } from './reached-limit.ts'
import type { PhaseResult } from './run-result.ts'

const run: PhaseResult = {
  stdout: '',
  stderr: '',
  exitCode: null,
  signal: 'SIGKILL',
  wallMs: 1,
  cpuMs: 1,
  memoryKb: 1,
  memorySource: 'rss',
  truncated: { stdout: 0, stderr: 0 },
}

it('is that of the verdict and of its phase', () => {
  expect(reachedLimit({ verdict: 'cpu-limit', message: '', run })).toEqual({ name: 'cpuMs', phase: 'run' })
  expect(reachedLimit({ verdict: 'wall-limit', message: '' })).toEqual({ name: 'wallMs', phase: 'compile' })
  expect(reachedLimit({ verdict: 'memory-limit', message: '', cases: [] })).toEqual({ name: 'memoryMb', phase: 'run' })
})

it('distinguishes a file that is too large from a full disk', () => {
  const message = 'Stopped for making a file larger than 16 MB.'
  expect(reachedLimit({ verdict: 'disk-limit', message, run })?.name).toBe('fileMb')
  expect(reachedLimit({ verdict: 'disk-limit', message: 'Stopped for writing more.', run })?.name).toBe('diskMb')
})

it('is missing for a run that ended otherwise', () => {
  expect(reachedLimit({ verdict: 'ok', message: '', run })).toBeNull()
})
