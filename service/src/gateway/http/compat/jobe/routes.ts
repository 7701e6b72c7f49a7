import { parseOrThrow, SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../../../../settings/config.ts'
import { inNamesOf, looseBase64 } from '../../../adapted-run.ts'
import { runToEnd } from '../../../run-to-end.ts'
import type { Submit } from '../../../submit.ts'
import type { Operation } from '../../openapi/operations.ts'
import { principalOf } from '../../plugins/authentication.ts'
import { answerErrors } from '../../plugins/errors.ts'
import { sendJson } from '../../routes/send-json.ts'
import { whileConnected } from '../../routes/while-connected.ts'
import type { JobeFiles } from './jobe-files.ts'
import { FileSchema, JOBE_FIELDS, JOBE_LANGUAGES, RunSchema, toRunRequest } from './request.ts'
import { JobeResultSchema, OVERLOADED, toJobeResult } from './result.ts'

/** Codes that mean: not now. */
const BUSY: ReadonlySet<string> = new Set(['queue-full', 'cap-reached', 'overloaded', 'shutting-down'])

const RUN: Operation = {
  id: 'jobeRun',
  tag: 'Jobe',
  summary: 'Run a program and wait for its outcome',
  body: { name: 'JobeRun', schema: RunSchema },
  answers: {
    200: {
      description: 'The program has ended, or the service is busy.',
      schema: { name: 'JobeResult', schema: JobeResultSchema },
    },
  },
}

const PUT: Operation = {
  id: 'jobePutFile',
  tag: 'Jobe',
  summary: 'Store a file for later runs',
  body: { name: 'JobeFile', schema: FileSchema },
  answers: { 204: { description: 'The file is kept.' } },
}

interface OneFile {
  Params: { id: string }
}

/**
 * Jobe's REST API (https://github.com/trampgeek/jobe, restapi.pdf), as Moodle's CodeRunner uses it, over Sandrun's
 * runs. docs/compatibility.md lists the differences.
 */
export async function registerJobe(
  app: FastifyInstance,
  runs: Submit,
  files: JobeFiles,
  { maximum }: Config,
): Promise<void> {
  const register = async (scope: FastifyInstance): Promise<void> => {
    answerErrors(scope, toSentence)

    scope.get('/languages', () => {
      const languages = runs.languages()
      return Object.entries(JOBE_LANGUAGES).flatMap(([name, id]) => {
        const version = languages.find((language) => language.id === id && language.available)?.version
        return version === undefined ? [] : [[name, version ?? '']]
      })
    })

    scope.post('/runs', { config: { operation: RUN } }, async (request, reply) => {
      const principal = principalOf(request)
      const findFile = (id: string): Uint8Array | null => files.find(principal.id, id)
      const limits = { ...maximum, ...principal.limits }
      const asked = toRunRequest(request.body, { languages: runs.languages(), maximum: limits, findFile })
      try {
        const result = await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal }))
        return await sendJson(reply, toJobeResult(result))
      } catch (error) {
        if (error instanceof SandrunError && BUSY.has(error.code)) return OVERLOADED
        throw error
      }
    })

    scope.put<OneFile>('/files/:id', { config: { operation: PUT } }, async (request, reply) => {
      const { file_contents: base64 } = parseOrThrow(FileSchema, request.body)
      const content = looseBase64(base64)
      if (content === null) {
        const message = `put: contents of file ${request.params.id} are not valid base-64`
        throw new SandrunError('invalid-request', message)
      }
      await files.put(principalOf(request).id, request.params.id, content)
      return reply.status(204).send()
    })

    scope.head<OneFile>('/files/:id', async (request, reply) => {
      const isThere = files.find(principalOf(request).id, request.params.id) !== null
      return reply.status(isThere ? 204 : 404).send()
    })

    scope.post('/files', () => {
      throw new SandrunError('forbidden', 'file_post: not implemented on this server; PUT a file under its id.')
    })
  }
  await app.register(register, { prefix: '/jobe/index.php/restapi' })
}

/** Jobe answers errors with a sentence alone. */
function toSentence(error: SandrunError): string {
  return inNamesOf(JOBE_FIELDS, error).message
}
