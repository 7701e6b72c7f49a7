import { type RunResult, SandrunError, VERDICTS } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
import type { RunTelemetry } from '../../src/ports/run-telemetry.ts'
import { principal } from '../support/principal.ts'

const NEVER_RAN: Omit<RunResult, 'verdict'> = {
  id: 'run',
  language: 'c',
  version: '1',
  warnings: [],
  warm: false,
  queuedMs: 0,
  startedAt: new Date(0).toISOString(),
  message: '',
}

/**
 * The contract of everything that records how runs ended. `open` creates one; `counts` gives the numbers of recorded
 * ends and of recorded refusals.
 */
export function runTelemetryContract<One extends RunTelemetry>(
  name: string,
  open: () => One,
  counts: (one: One) => Promise<{ ended: number; refused: number }>,
): void {
  describe(`${name} as a recorder of runs`, () => {
    const ada = { id: 'run', principal: principal('ada'), language: 'c' }

    it.each(VERDICTS)('records the verdict %s, whether or not a program ran', async (verdict) => {
      const telemetry = open()
      const result: RunResult = { ...NEVER_RAN, verdict }
      telemetry.ended(ada, result)
      expect(await counts(telemetry)).toEqual({ ended: 1, refused: 0 })
    })

    it('records runs that were refused before they had an id or a language', async () => {
      const telemetry = open()
      telemetry.refused({ ...ada, id: null, language: null }, new SandrunError('unknown-language', 'There is none.'))
      telemetry.refused(ada, new SandrunError('queue-full', 'Too many.'))
      expect(await counts(telemetry)).toEqual({ ended: 0, refused: 2 })
    })
  })
}
