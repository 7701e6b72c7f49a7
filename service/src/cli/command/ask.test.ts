import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { ask } from './ask.ts'
import { Interrupted } from './interrupts.ts'
import { UsageError } from './usage-error.ts'

const QUESTION = { text: 'Remove it? [y/N]', otherwise: 'Confirm with --yes.' }

/** The outcome of typing these keys, and the screen. */
async function askTyping(keys: string, isSecret = false): Promise<{ outcome: unknown; screen: string }> {
  const terminal = { input: new PassThrough(), output: new PassThrough() }
  const asking = ask({ ...QUESTION, isSecret }, terminal).catch((error: unknown) => error)
  terminal.input.write(keys)
  const outcome = await asking
  terminal.output.end()
  return { outcome, screen: await text(terminal.output) }
}

it.each([false, true])('returns the trimmed answer (secret: %s)', async (isSecret) => {
  const { outcome, screen } = await askTyping(' hush \r', isSecret)
  expect(outcome).toBe('hush')
  expect(screen).toContain(QUESTION.text)
  expect(screen.includes('hush')).toBe(!isSecret)
  expect(screen.endsWith('\n')).toBe(true)
})

it.each([false, true])('ends without an answer on ^C and on ^D (secret: %s)', async (isSecret) => {
  const interrupted = await askTyping('half\x03', isSecret)
  expect(interrupted.outcome).toBeInstanceOf(Interrupted)
  expect(interrupted.screen.endsWith('\n')).toBe(true)
  const ended = await askTyping('\x04', isSecret)
  expect(ended.outcome).toEqual(new UsageError('No answer to "Remove it? [y/N]".', QUESTION.otherwise))
})

it('ends without an answer when the terminal is gone', async () => {
  const terminal = { input: new PassThrough(), output: new PassThrough() }
  const asking = ask(QUESTION, terminal)
  terminal.input.end()
  await expect(asking).rejects.toThrow(UsageError)
})
