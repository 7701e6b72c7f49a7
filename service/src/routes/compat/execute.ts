import type { FastifyInstance } from 'fastify'
import type { Access } from '../../access/access.ts'
import type { ContainerEngine } from '../../container/port.ts'
import { answerErrors } from '../../plugins/errors.ts'
import { runToEnd } from '../../run/run-to-end.ts'
import type { RunService } from '../../run/run-service.ts'
import { whileConnected } from '../while-connected.ts'
import { toAnswer, toRefusal, toRunRequest } from './program.ts'

/** `POST /execute`, `GET /languages` and `GET /health`: docs/compatibility.md, "Execute". */
export async function registerExecute(
  app: FastifyInstance,
  runs: RunService,
  engine: ContainerEngine,
  access: Access,
): Promise<void> {
  await app.register(async (scope) => {
    answerErrors(scope, toRefusal)

    scope.post('/execute', async (request, reply) => {
      const principal = await access.identify(request)
      const asked = toRunRequest(request.body)
      return toAnswer(await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal })))
    })

    scope.get('/languages', () => ({
      languages: runs
        .languages()
        .flatMap(({ id, name, version, extensions }) => (version === null ? [] : [{ id, name, version, extensions }])),
    }))

    scope.get('/health', async () => {
      await engine.info()
      return { status: 'ok' }
    })
  })
}
