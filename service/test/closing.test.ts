import { expect, it } from 'vitest'
import { BEGINNINGS, OTHER_BEGINNINGS } from './support/idle-connections.ts'
import { RawHttp } from './support/raw-http.ts'
import { startService } from './support/service.ts'

/** Less than the 25 s after which Socket.IO looks for a client that left, and than any limit of a request. */
const CLOSES_MS = 20_000

it.each([...BEGINNINGS, ...OTHER_BEGINNINGS])(
  'the service closes although it has a connection %s',
  async (_name, begin) => {
    const service = await startService({ SANDRUN_WARM: 'none' })
    using http = await RawHttp.open(service)
    // The service may cut it off.
    http.socket.on('error', () => {})
    await begin(http, `host: ${service.url.host}`)
    await service[Symbol.asyncDispose]()
    expect(service.log.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([])
  },
  CLOSES_MS,
)
