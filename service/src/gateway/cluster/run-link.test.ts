import { expect, it } from 'vitest'
import { decodeToWorker, type ToGateway } from '../../model/link-frame.ts'
import { type LinkReader, RunLink } from './run-link.ts'

const reader: LinkReader = {
  message() {},
  output() {},
  ended() {},
  takenOver() {},
  lost() {},
  broken: () => expect.unreachable('Nothing is missing.'),
  leave() {},
}

it('sends what comes after an order once its worker has claimed it, and again to no one', () => {
  const sent: unknown[] = []
  const send = (node: string, message: Uint8Array): void => {
    const { frame, bytes } = decodeToWorker(message) ?? {}
    sent.push([node, frame?.type, frame?.n, Buffer.from(bytes ?? '').toString()])
  }
  const link = new RunLink('run', { node: () => 'gateway', send }, reader)
  const claimed = (): void => {
    const frame: ToGateway = { type: 'claimed', run: 'run', link: link.id, from: 'worker', n: 0 }
    link.receive({ frame, bytes: new Uint8Array() })
  }
  link.order('worker', Buffer.from('order'))
  link.tell({ type: 'stdin', sequence: 0 }, Buffer.from('early'))
  expect(sent).toEqual([['worker', 'order', 0, 'order']])
  claimed()
  // It may come twice.
  claimed()
  link.tell({ type: 'stdin-end' })
  expect(sent.slice(1)).toEqual([
    ['worker', 'stdin', 0, 'early'],
    ['worker', 'stdin-end', 1, ''],
  ])
})
