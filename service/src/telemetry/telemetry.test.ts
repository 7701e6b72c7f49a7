import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { pino } from 'pino'
import { afterAll, expect, it, vi } from 'vitest'
import { SandrunError } from '@sandrun/shared'
import { runTelemetryContract } from '../../test/contracts/run-telemetry.ts'
import { principal } from '../../test/support/principal.ts'
import { AuditLog } from './audit-log.ts'
import { Metrics } from './metrics.ts'
import { Traces } from './traces.ts'

const folder = mkdtempSync(join(tmpdir(), 'sandrun-audit-'))
let files = 0

interface Audited extends AuditLog {
  path: string
}

const audit = (): Audited => {
  const path = join(folder, `${files++}.log`)
  return Object.assign(new AuditLog(path, pino({ enabled: false })), { path })
}

const counted = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length
const summed = (text: string, name: string): number =>
  [...text.matchAll(new RegExp(`^${name}\\{[^}]*\\} (\\d+)$`, 'gm'))].reduce((sum, [, count]) => sum + Number(count), 0)

runTelemetryContract(
  'Metrics',
  () => new Metrics(),
  async (metrics) => {
    const text = await metrics.text()
    return { ended: summed(text, 'sandrun_runs_total'), refused: summed(text, 'sandrun_refusals_total') }
  },
)

runTelemetryContract('AuditLog', audit, async ({ path }) => {
  const text = readFileSync(path, 'utf8')
  return { ended: counted(text, /"verdict":/g), refused: counted(text, /"refused":/g) }
})

const spans: string[] = []
const collector = createServer((request, response) => {
  void json(request).then((body) => {
    spans.push(JSON.stringify(body))
    response.setHeader('content-type', 'application/json').end('{}')
  })
}).listen(0, '127.0.0.1')
await once(collector, 'listening')
afterAll(() => {
  collector.closeAllConnections()
  collector.close()
  rmSync(folder, { recursive: true })
})

runTelemetryContract(
  'Traces',
  () => new Traces(`http://127.0.0.1:${(collector.address() as AddressInfo).port}`),
  async (traces) => {
    await traces.close()
    const text = spans.splice(0).join('')
    return { ended: counted(text, /"key":"sandrun\.verdict"/g), refused: counted(text, /"key":"error\.type"/g) }
  },
)

it('logs it if the audit log cannot be written', () => {
  const log = pino({ enabled: false })
  const said = vi.spyOn(log, 'error')
  const refused = new SandrunError('queue-full', 'Too many.')
  new AuditLog('/proc/nowhere/audit.log', log).refused(
    { id: null, principal: principal('ada'), language: null },
    refused,
  )
  expect(said).toHaveBeenCalledOnce()
})
