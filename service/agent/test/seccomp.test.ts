import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exec, LocalAgent, sh } from './agent-under-test.ts'
import { ALLOWED, PROBE, PROGRAM_I386, probed, REFUSED } from './probe.ts'

const EPERM = 1
const ENOSYS = 38

describe('the filter', () => {
  it('refuses its calls, which work without it, and no similar ones', async () => {
    const agent = new LocalAgent()
    await agent.run(exec(['perl', '-e', PROBE]))
    const inside = probed(agent.text())
    const outside = probed(spawnSync('perl', ['-e', PROBE]).stdout.toString())
    for (const name of Object.keys(REFUSED)) expect.soft(inside[name], `${name}, inside`).toBe(EPERM)
    for (const name of Object.keys(ALLOWED)) expect.soft(inside[name], `${name}, inside`).toBe(0)
    expect.soft(inside['clone3']).toBe(ENOSYS)
    expect.soft(outside['clone3']).not.toBe(ENOSYS)
    // Without privileges the kernel itself refuses some of this, so the test proves less.
    const refused = Object.keys(REFUSED).filter((name) => process.getuid?.() === 0 || outside[name] !== EPERM)
    expect(refused.length).toBeGreaterThan(15)
    for (const name of refused) expect.soft(outside[name], `${name}, outside`).not.toBe(EPERM)
  })

  it('is inherited by child processes', async () => {
    const agent = new LocalAgent()
    await agent.run(sh('grep Seccomp_filters /proc/self/status; sh -c "grep Seccomp: /proc/self/status"'))
    expect(agent.text()).toMatch(/Seccomp:\t2\n$/)
  })

  it.runIf(process.arch === 'x64')('ends a program of another architecture', async () => {
    const agent = new LocalAgent()
    writeFileSync(agent.path('outside'), PROGRAM_I386, { mode: 0o755 })
    const outside = spawnSync(agent.path('outside'))
    expect([42, null]).toContain(outside.status) // null: this kernel can't run such programs
    const frame = { type: 'file', path: 'inside', content: PROGRAM_I386, executable: true } as const
    agent.send({ type: 'grant', bytes: 1000 }, frame, exec(['./inside']))
    await agent.until('an end', () => agent.frames.some(({ type }) => type === 'exit' || type === 'failed'))
    const expected = outside.status === 42 ? { type: 'exit', signal: 31 } : { type: 'failed', code: 'not-executable' }
    expect(agent.frames.at(-1)).toMatchObject(expected)
  })
})
