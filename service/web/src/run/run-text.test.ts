import { type RunResult, SandrunError, VERDICTS } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
import { describeRun, toneOf, usageOf, verdictLabel } from './run-text.ts'

const PHASE = {
  stdout: '',
  stderr: '',
  exitCode: 0,
  signal: null,
  wallMs: 12.4,
  cpuMs: 8,
  memoryKb: 9300,
  memorySource: 'rss',
  truncated: { stdout: 0, stderr: 0 },
} as const
const RESULT: RunResult = {
  id: '1',
  language: 'c',
  version: '1',
  verdict: 'ok',
  message: 'Exited with code 0 after 0.012 s.',
  run: PHASE,
  warnings: [],
  warm: true,
  queuedMs: 0,
  startedAt: '',
}
const ended = (part: Partial<RunResult>) => describeRun({ name: 'ended', result: { ...RESULT, ...part } })

describe('the words of a run', () => {
  it('are one word for a success, and a sentence for a limit', () => {
    expect(ended({})).toEqual({ tone: 'good', title: 'Finished', detail: '' })
    expect(ended({ verdict: 'cpu-limit', message: 'Stopped after 2 s.' })).toEqual({
      tone: 'bad',
      title: 'CPU limit',
      detail: 'Stopped after 2 s. Raise it under Input.',
    })
    const { run: _run, ...compiled } = RESULT
    const result: RunResult = { ...compiled, verdict: 'cpu-limit', message: 'Compiling was stopped.', compile: PHASE }
    expect(describeRun({ name: 'ended', result }).detail).toBe('Compiling was stopped.')
  })

  it("leave a failed program's exit to the usage line", () => {
    expect(ended({ verdict: 'runtime-error', message: 'Exited with code 3.', run: { ...PHASE, exitCode: 3 } })).toEqual(
      {
        tone: 'bad',
        title: 'Failed',
        detail: '',
      },
    )
  })

  it('are brief for a stopped run, and give the reason for one that never began', () => {
    expect(ended({ verdict: 'cancelled', message: 'Cancelled after 2 s.' })).toMatchObject({
      title: 'Stopped',
      detail: '',
    })
    const { run: _run, ...never } = RESULT
    const result: RunResult = { ...never, verdict: 'cancelled', message: 'Cancelled before it started.' }
    expect(describeRun({ name: 'ended', result }).detail).toBe('Cancelled before it started.')
  })

  it('name the library that a failed program misses', () => {
    const message = 'Exited with code 1: "numpy" is not in this sandbox, but in Python (science).'
    const missingLibrary = { name: 'numpy', languages: ['python-science'] }
    expect(ended({ verdict: 'runtime-error', message, missingLibrary }).detail).toBe(message)
  })

  it('distinguish running and waiting', () => {
    expect(describeRun({ name: 'running', waiting: false }).title).toBe('Running')
    expect(describeRun({ name: 'running', waiting: true }).title).toBe('Waiting for input')
  })

  it('include warnings', () => {
    expect(ended({ warnings: ['A line was cut.'] }).detail).toBe('A line was cut.')
  })

  it('say where a run waits, and what to do if it was refused', () => {
    expect(describeRun({ name: 'queued', position: 1 }).detail).toBe('Next in line.')
    expect(describeRun({ name: 'queued', position: 4 }).detail).toBe('Place 4.')
    const error = new SandrunError('queue-full', 'Too many wait.')
    expect(describeRun({ name: 'failed', error }).detail).toBe('Too many wait. Try again in a moment.')
  })

  it.each(VERDICTS)('has a word for %s', (verdict) => {
    expect(verdictLabel(verdict)).toMatch(/^[A-Z][\w ]+$/)
    expect(toneOf(verdict)).toBe(
      verdict === 'ok' || verdict === 'accepted' ? 'good' : verdict === 'cancelled' ? 'neutral' : 'bad',
    )
  })
})

describe('the usage line', () => {
  it('has exit, time, CPU and memory, and the compile time', () => {
    expect(usageOf({ compile: { ...PHASE, wallMs: 1234 }, run: PHASE })).toEqual([
      { name: 'Exit', value: '0' },
      { name: 'Time', value: '12 ms' },
      { name: 'CPU', value: '8 ms' },
      { name: 'Memory', value: '9 MB' },
      { name: 'Compiled in', value: '1.2 s' },
    ])
  })

  it('names the signal that ended the program', () => {
    expect(usageOf({ run: { ...PHASE, exitCode: null, signal: 'SIGSEGV' } })[0]).toEqual({
      name: 'Signal',
      value: 'SIGSEGV',
    })
  })

  it('is empty if nothing ran', () => {
    expect(usageOf({})).toEqual([])
  })
})
