import { expect } from 'vitest'
import type { RawHttp } from './raw-http.ts'

/** What a connection does before it says nothing more. */
export type Beginning = (http: RawHttp, host: string) => Promise<unknown>

/** A text frame of a client, masked with zeros (RFC 6455, section 5.2). */
function frameOf(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)])
}

/** The first byte of an answer in one text frame. */
const TEXT = Buffer.from([0x81])

async function upgrade(http: RawHttp, host: string, path: string): Promise<void> {
  const lines = ['upgrade: websocket', 'connection: upgrade', 'sec-websocket-version: 13']
  http.send([`GET ${path} HTTP/1.1`, host, ...lines, 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=='])
  expect((await http.answer()).status).toBe(101)
}

const head = (host: string): string[] => ['POST /v1/runs HTTP/1.1', host, 'content-type: application/json']

/** Those that the service keeps as long as its requests and its protocol allow. */
export const BEGINNINGS: readonly (readonly [name: string, begin: Beginning])[] = [
  ['that says nothing', async () => {}],
  ['with half a head', async (http, host) => http.socket.write(`${head(host).join('\r\n')}\r\nx-slow: `)],
  ['without its body', async (http, host) => http.send([...head(host), 'content-length: 9'])],
  ['upgraded to a WebSocket', (http, host) => upgrade(http, host, '/v1/connect')],
  [
    'that was welcomed',
    async (http, host) => {
      await upgrade(http, host, '/v1/connect')
      http.socket.write(frameOf(JSON.stringify({ type: 'hello', protocol: 1, client: 'idle' })))
      expect(await http.take(1)).toEqual(TEXT)
    },
  ],
]

const SOCKET_IO = '/socket.io/?EIO=4&transport='

async function openSocketIo(http: RawHttp, host: string): Promise<void> {
  await upgrade(http, host, `${SOCKET_IO}websocket`)
  expect(await http.take(1)).toEqual(TEXT)
}

/** Those of other protocols. */
export const OTHER_BEGINNINGS: typeof BEGINNINGS = [
  ["upgraded to Piston's WebSocket", (http, host) => upgrade(http, host, '/api/v2/connect')],
  ['upgraded to Socket.IO', openSocketIo],
  [
    'that joined a namespace of Socket.IO',
    async (http, host) => {
      await openSocketIo(http, host)
      http.socket.write(frameOf('40'))
    },
  ],
  [
    'that polls for Socket.IO',
    async (http, host) => {
      http.send([`GET ${SOCKET_IO}polling HTTP/1.1`, host])
      const session = /"sid":"([^"]+)"/.exec((await http.answer()).body)?.[1] ?? ''
      http.send([`GET ${SOCKET_IO}polling&sid=${session} HTTP/1.1`, host])
    },
  ],
]
