import type { IncomingMessage } from 'node:http'
import { parseOrThrow, SandrunError, toSandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { Server, type Socket } from 'socket.io'
import * as z from 'zod/mini'
import type { Principal } from '../../../../model/principal.ts'
import type { Config } from '../../../../settings/config.ts'
import type { Access } from '../../../access/access.ts'
import type { Submit } from '../../../submit.ts'
import { checkAccess } from '../../plugins/access-check.ts'
import { inProgramNames, toRunRequest } from '../program.ts'
import { Execution } from './execution.ts'

/** The path at which Socket.IO's clients look for their server. */
export const SOCKET_PATH = '/socket.io/'

/** The largest message, in bytes: it is parsed in one go, unlike the service's own requests, and blocks others. */
const MAX_MESSAGE_BYTES = 2 ** 20

/** The most programs of one connection at once. */
const MAX_EXECUTIONS = 8

const InputSchema = z.object({ data: z.string(), executionId: z.string() })
const TokenSchema = z.object({ token: z.optional(z.string()) })

/**
 * Interactive runs over Socket.IO: `execute-interactive` and `input` come in, `execution-start`, `output`,
 * `execution-complete` and `error` go out. docs/compatibility.md, "Interactive".
 */
export function attachSocketIo(app: FastifyInstance, runs: Submit, access: Access, config: Config): void {
  const server = new Server(app.server, {
    path: SOCKET_PATH,
    serveClient: false,
    // Other servers handle WebSockets on the same port.
    destroyUpgrade: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    cors: { origin: [...config.origins] },
    allowRequest: (request, answer) => answer(null, isAllowed(request, config)),
  })
  server.use((socket, next) => {
    const admit = async (): Promise<void> => next(await identify(socket, access))
    void admit()
  })
  server.on('connection', (socket) => serve(socket, runs, () => socket.data as Principal))
  app.addHook('preClose', async () => {
    server.disconnectSockets(true)
    // Those that never joined a namespace, or left it: Socket.IO itself gives them 45 s.
    server.engine.close()
  })
}

/** The same checks as for every request: Socket.IO answers its own before any hook. */
function isAllowed(request: IncomingMessage, config: Config): boolean {
  try {
    checkAccess(request, config)
    return true
  } catch {
    return false
  }
}

/** Stores the connection's principal; or answers why it has none. */
async function identify(socket: Socket, access: Access): Promise<Error | undefined> {
  const { handshake } = socket
  const caller = { headers: handshake.headers, ip: handshake.address }
  const { data } = TokenSchema.safeParse(handshake.auth)
  try {
    socket.data = data?.token === undefined ? await access.identify(caller) : await access.identify(caller, data.token)
    return undefined
  } catch (error) {
    return new Error(toSandrunError(error).message)
  }
}

function serve(socket: Socket, runs: Submit, whoAsks: () => Principal): void {
  const executions = new Map<string, Execution>()
  const client = clientOf(socket)
  let isOpen = true
  let starting = 0
  const refuse = (error: unknown, executionId?: string): void => {
    socket.emit('error', { message: toSandrunError(error).message, ...(executionId !== undefined && { executionId }) })
  }

  const start = async (body: unknown): Promise<void> => {
    if (executions.size + starting >= MAX_EXECUTIONS) {
      throw new SandrunError('cap-reached', `A connection runs at most ${MAX_EXECUTIONS} programs at once.`)
    }
    // Its input comes as events.
    const request = { ...toRunRequest(body), stdin: undefined }
    starting += 1
    const submitted = await runs.start(request, { principal: whoAsks(), live: true }).finally(() => (starting -= 1))
    if (!isOpen) return submitted.run.cancel()
    const execution = new Execution(client, submitted, () => executions.delete(submitted.run.id))
    if (!submitted.log.ended) executions.set(execution.id, execution)
  }

  socket.on('execute-interactive', (body: unknown) => {
    void start(body).catch((error: unknown) => refuse(inProgramNames(toSandrunError(error), body)))
  })
  socket.on('input', (body: unknown) => {
    try {
      const { data, executionId } = parseOrThrow(InputSchema, body)
      executions.get(executionId)?.write(data)
    } catch (error) {
      refuse(error)
    }
  })
  socket.on('disconnect', () => {
    isOpen = false
    for (const execution of executions.values()) execution.stop()
  })
}

function clientOf(socket: Socket) {
  let waiting: (() => void)[] = []
  // The connection below emits this when all events have left, and at once if none wait.
  socket.conn.on('drain', () => {
    const taken = waiting
    waiting = []
    for (const tell of taken) tell()
  })
  return {
    emit: (event: string, data: object, taken?: () => void) => {
      if (taken !== undefined) waiting.push(taken)
      socket.emit(event, data)
    },
  }
}
