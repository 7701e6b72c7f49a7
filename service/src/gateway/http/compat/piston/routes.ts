import { DEFAULT_RUN_LIMITS, type PhaseName, SandrunError, toLossyText } from '@sandrun/shared'
import type { FastifyContextConfig, FastifyInstance } from 'fastify'
import type { Access } from '../../../access/access.ts'
import type { Principal } from '../../../../model/principal.ts'
import type { Config } from '../../../../settings/config.ts'
import { answerErrors } from '../../plugins/errors.ts'
import { runToEnd } from '../../../run-to-end.ts'
import type { Submit } from '../../../submit.ts'
import { KeptOutput } from '../../../../run-log/kept-output.ts'
import type { LogEvent } from '../../../../run-log/log-event.ts'
import { sendJson } from '../../routes/send-json.ts'
import { whileConnected } from '../../routes/while-connected.ts'
import { inNamesOf } from '../../../adapted-run.ts'
import { PistonConnection } from './connect.ts'
import type { Operation } from '../../openapi/operations.ts'
import { PISTON_FIELDS, PistonRequestSchema, toRunRequest } from './request.ts'
import { PistonResultSchema, toPistonResult } from './result.ts'
import { principalOf } from '../../plugins/authentication.ts'

const EXECUTE: Operation = {
  id: 'pistonExecute',
  tag: 'Piston',
  summary: 'Run a program and wait for its result',
  body: { name: 'PistonRequest', schema: PistonRequestSchema },
  answers: {
    200: { description: 'The program has ended.', schema: { name: 'PistonResult', schema: PistonResultSchema } },
  },
}

/** Piston's own prefix, and the one of its public service. */
const PREFIXES = ['/api/v2', '/api/v2/piston'] as const

/**
 * Piston's API, version 2 (https://github.com/engineer-man/piston, docs/api-v2.md), over Sandrun's runs: `runtimes`,
 * `execute` and `connect`, and `packages` to read. docs/compatibility.md lists the differences.
 */
export async function registerPiston(
  app: FastifyInstance,
  runs: Submit,
  access: Access,
  config: Config,
): Promise<void> {
  for (const prefix of PREFIXES) {
    // Described once.
    const execute = prefix === PREFIXES[0] ? { operation: EXECUTE } : {}
    await app.register(async (scope) => registerAt(scope, { runs, access, config, execute }), { prefix })
  }
}

interface At {
  runs: Submit
  access: Access
  config: Config
  /** The route config of `/execute`. */
  execute: FastifyContextConfig
}

function registerAt(app: FastifyInstance, { runs, access, config: { maximum }, execute }: At): void {
  answerErrors(app, (error) => ({ message: inNamesOf(PISTON_FIELDS, error).message }))

  app.get('/runtimes', { config: { public: true } }, () =>
    runs
      .languages()
      .flatMap(({ id, version, aliases }) => (version === null ? [] : [{ language: id, version, aliases }])),
  )
  app.get('/packages', { config: { public: true } }, () =>
    runs.languages().map(({ id, version, available }) => ({
      language: id,
      language_version: version ?? '*',
      installed: available,
    })),
  )
  for (const method of ['POST', 'DELETE'] as const) app.route({ method, url: '/packages', handler: refusePackages })

  app.post('/execute', { config: execute }, async (request, reply) => {
    const principal = principalOf(request)
    const outputs = new Map<PhaseName, KeptOutput>()
    let current: KeptOutput | undefined
    const read = (event: LogEvent): void => {
      if (event.type === 'output') current?.append(event.bytes)
      if (event.type !== 'phase') return
      current = new KeptOutput({ limitBytes: 2 * DEFAULT_RUN_LIMITS.outputKb * 1024, lagBytes: 0, base: 0 })
      outputs.set(event.name, current)
    }
    const asked = toRunRequest(request.body, runs.languages(), { ...maximum, ...principal.limits })
    const result = await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal, read }))
    return sendJson(
      reply,
      toPistonResult(result, (phase) => textOf(outputs.get(phase))),
    )
  })

  app.get('/connect', { websocket: true, config: { public: true } }, (socket, request) => {
    const serve = (whoAsks: () => Principal): void => {
      const connection = new PistonConnection(socket, async (body) => {
        const principal = whoAsks()
        // Its stdin comes as data messages.
        const wanted = {
          ...toRunRequest(body, runs.languages(), { ...maximum, ...principal.limits }),
          stdin: undefined,
        }
        return runs.start(wanted, { principal, live: true })
      })
      socket.on('message', (data: Buffer) => connection.receive(data.toString()))
      socket.on('close', () => connection.closed())
      socket.resume()
    }
    socket.on('error', () => socket.terminate())
    // Read nothing until the client is identified; a refusal answers the init.
    socket.pause()
    void access.identify(request).then(
      (principal) => serve(() => principal),
      (error: unknown) =>
        serve(() => {
          throw error
        }),
    )
  })
}

function refusePackages(): never {
  throw new SandrunError('not-found', 'Languages are installed by the operator of this service: sandrun lang build.')
}

function textOf(kept: KeptOutput | undefined): string {
  return kept === undefined ? '' : toLossyText(kept.record().content)
}
