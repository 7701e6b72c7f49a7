import { type RunEvent, RunEventSchema, toBytes, type OutputChannel } from '@sandrun/shared'

/** One event of a stream, like a browser's EventSource. */
export interface StreamedEvent {
  id: string
  event: RunEvent
}

/** The events of a `text/event-stream` (WHATWG HTML, section 9.2.6) as they come. */
export async function* readEvents(response: Response): AsyncGenerator<StreamedEvent> {
  if (response.headers.get('content-type') !== 'text/event-stream' || response.body === null) {
    throw new Error(`${response.status}: no stream of events`)
  }
  let text = ''
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]))
      const [id, data] = [fields.get('id'), fields.get('data')]
      if (id === undefined || data === undefined) continue
      const event = RunEventSchema.parse(JSON.parse(data))
      if (event.type !== fields.get('event')) throw new Error(`an event of two types: ${block}`)
      yield { id, event }
    }
  }
}

/** The bytes of a channel in these events. */
export function outputOf(events: readonly RunEvent[], channel: OutputChannel): Buffer {
  return Buffer.concat(
    events.flatMap((event) => (event.type === 'output' && event.channel === channel ? [toBytes(event.content)] : [])),
  )
}
