import { PassThrough, Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { followEvents, followProgress } from './engine-stream.ts'

const event = (id: string): string => `${JSON.stringify({ Actor: { ID: id } })}\n`

it('passes on the container of every event, and ends when Docker dies in the middle of one', async () => {
  const stream = new PassThrough()
  const heard: string[] = []
  const ended = followEvents(stream, (id) => heard.push(id))
  stream.write(event('a') + event('b').slice(0, -2))
  stream.write('\nnull\n{"Actor":null}\n')
  stream.write(event('c'))
  stream.end(event('d').slice(0, 9))
  stream.once('end', () => stream.destroy())
  await ended
  expect(heard).toEqual(['a', 'c'])
})

it('passes on the lines of a build, and throws when Docker dies in the middle of one', async () => {
  const lines: string[] = []
  const follow = (...parts: readonly string[]): Promise<void> =>
    followProgress(Readable.from(parts), (line) => lines.push(line))
  await follow('{"stream":"Step 1\\nStep 2\\n"}\n', '\n', '{"status":"Pulling"}\n')
  expect(lines).toEqual(['Step 1', 'Step 2', 'Pulling'])
  await expect(follow('{"stream":"Step 1\\n"}\n', '{"stream":"St')).rejects.toMatchObject({
    code: 'docker-unavailable',
  })
  await expect(follow('{"error":"no space left"}\n')).rejects.toMatchObject({ code: 'sandbox-failed' })
})
