import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { type Call, judge, parseFilter } from './bpf.ts'
import { allowedCalls, callsOf, refusedCalls } from '../probe.ts'

/** A command that prints the filter of arm64 (`npm run test:arm64`). */
const COMMAND = process.env['SANDRUN_AGENT_FILTER'] ?? ''

const AARCH64 = 0xc00000b7
const ARM = 0x40000028
const X86_64 = 0xc000003e

const ALLOW = 0x7fff0000
const KILL_PROCESS = 0x80000000
const EPERM = 0x50001
const ENOSYS = 0x50026
const EPROTONOSUPPORT = 0x5005d

/** The values of the variables in the probe's calls. The agent is the process 1. */
const VARIABLES: Readonly<Record<string, number>> = { $parent: 1, '$$ + 0': 2, $child: 3, $buffer: 4096, $zero: 4096 }

/** The call in a line of the probe. */
function callIn(line: string, arch = AARCH64): Call {
  const words = /syscall\(([^)]*)\)/.exec(line)?.[1]?.split(', ') ?? []
  const [number = Number.NaN, ...args] = words.map((word) => VARIABLES[word] ?? Number(word))
  return { arch, number, args }
}

// Reads the filter as the kernel would.
describe('the filter of arm64', () => {
  const [file = '', ...args] = COMMAND.split(' ')
  const filter = parseFilter(execFileSync(file, args))
  const call = callsOf('arm64')

  it.each(Object.entries(refusedCalls(call)))('refuses %s', (_name, line) => {
    expect([EPERM, EPROTONOSUPPORT]).toContain(judge(filter, callIn(line)))
  })

  it.each(Object.entries(allowedCalls(call)))('allows %s', (_name, line) => {
    expect(judge(filter, callIn(line))).toBe(ALLOW)
  })

  it('hides clone3', () => {
    expect(judge(filter, callIn(call('clone3', 0, 0)))).toBe(ENOSYS)
  })

  it('ends a program of another architecture', () => {
    for (const arch of [ARM, X86_64]) expect(judge(filter, callIn(call('clone3', 0, 0), arch))).toBe(KILL_PROCESS)
  })

  it('allows all other calls', () => {
    const named = [...Object.values(refusedCalls(call)), ...Object.values(allowedCalls(call)), call('clone3')]
    const numbers = new Set(named.map((line) => callIn(line).number))
    const others = Array.from({ length: 470 }, (_value, number) => number).filter((number) => !numbers.has(number))
    expect(others.length).toBeGreaterThan(440)
    for (const number of others)
      expect(judge(filter, { arch: AARCH64, number, args: [0, 1, 2] }), `${number}`).toBe(ALLOW)
  })
})
