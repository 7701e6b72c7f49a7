import {
  CLIENT_MESSAGE_TYPES,
  type ClientMessage,
  ClientMessageSchema,
  parseOrThrow,
  SandrunError,
} from '@sandrun/shared'
import { parseJson } from '../body/parse-json.ts'

/** Parses a client's message. Null for an unknown type: a newer client may send more. */
export function parseMessage(text: string): ClientMessage | null {
  const json = parseJson(text)
  if (typeof json !== 'object' || json === null || !('type' in json) || typeof json.type !== 'string') {
    throw new SandrunError('protocol-violation', 'A message has no "type".')
  }
  return CLIENT_MESSAGE_TYPES.has(json.type) ? parseOrThrow(ClientMessageSchema, json) : null
}
