import { expect, it } from 'vitest'
import { LocalAgent, sh } from './agent-under-test.ts'

const PLENTY = { type: 'grant', bytes: 2 ** 30 } as const

it('sends the frames of an EXEC that nobody follows in one write', async () => {
  const agent = new LocalAgent()
  await agent.next('ready')
  agent.send(PLENTY, sh('cat; echo done', { gathered: true, stdin: 'frames' }))
  agent.send({ type: 'stdin', bytes: Buffer.from('in\n') }, { type: 'stdin-end' })
  await agent.next('exit')
  expect(agent.text()).toBe('in\ndone\n')
  expect(agent.frames.at(-1)).toMatchObject({ type: 'exit' })
  expect(agent.chunks.length).toBeLessThanOrEqual(3) // READY, and 10 ms may end in the middle
})

it('sends the frames of a program that goes on', async () => {
  const agent = new LocalAgent()
  agent.send(PLENTY, sh('echo up; sleep 100', { gathered: true }))
  await agent.says('up')
  agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 })
  expect(await agent.next('exit')).toMatchObject({ cause: 'cancelled' })
})

it('sends much output and takes much input without a pause', async () => {
  const agent = new LocalAgent()
  agent.send(PLENTY, sh('cat; head -c 200000 /dev/zero', { gathered: true, stdin: 'frames' }))
  for (let piece = 0; piece < 20; piece++) {
    agent.stdin('x'.repeat(100_000))
    await agent.until('it is taken', () => taken(agent) === (piece + 1) * 100_000)
  }
  agent.send({ type: 'stdin-end' })
  await agent.next('exit')
  expect(agent.text().length).toBe(2_200_000)
})

it('skips what follows a RESET that failed', async () => {
  const agent = new LocalAgent() // without a place to wipe
  agent.send({ type: 'reset', wipe: true }, PLENTY, sh('echo never'))
  expect(await agent.next('reset-done')).toMatchObject({ ok: false })
  expect(await agent.next('exit')).toMatchObject({ cause: 'skipped' })
  expect(agent.text()).toBe('')
  expect(await agent.run(sh('echo later'))).toMatchObject({ exitCode: 0 })
})

const taken = ({ frames }: LocalAgent): number =>
  frames.reduce((sum, frame) => sum + (frame.type === 'stdin-ack' ? frame.bytes : 0), 0)
