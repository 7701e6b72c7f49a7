import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { once } from 'node:events'
import { joinArguments, type SandrunError } from '@sandrun/shared'
import { WebSocket } from 'ws'
import * as z from 'zod/mini'
import { connect, type TestService, watch } from './service.ts'

/** A program that every API must refuse. An API leaves out the fields that it does not have. */
export interface BadProgram {
  files?: readonly { path: string; content: string }[]
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
  wallMs?: number
  cpuMs?: number
  memoryMb?: number
}

/** The answer of an API. Only HTTP APIs have a status. */
interface Refusal {
  status: number | null
  said: string
}

/** One API. `knows`: the fields that it accepts. */
export interface Api {
  name: string
  knows: readonly (keyof BadProgram)[]
  ask: (service: TestService, bad: BadProgram) => Promise<Refusal>
}

const FILES = [{ path: 'main.py', content: 'print(1)' }]

async function postTo(service: TestService, path: string, body: object): Promise<Refusal> {
  const response = await fetch(new URL(path, service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, said: await response.text() }
}

/** The id of a new session, for APIs that need one. */
async function idOf(service: TestService, path: string): Promise<string> {
  const { status, said } = await postTo(service, path, { language: 'python' })
  if (status !== 201) throw new Error(`${path}: ${status} ${said}`)
  return z.object({ id: z.string() }).parse(JSON.parse(said)).id
}

function plain({ files = FILES, args, env, wallMs, cpuMs, memoryMb }: BadProgram): object {
  return { language: 'python', files, args, env, limits: { wallMs, cpuMs, memoryMb } }
}

/** The form of `/execute` and of APIs modelled on it. */
function program({ files = FILES, args, env, wallMs }: BadProgram): object {
  const named = files.map(({ path, content }) => ({ name: path, content }))
  return { language: 'python', files: named, args, env, timeout: wallMs }
}

function piston({ files = FILES, args, memoryMb }: BadProgram): object {
  const named = files.map(({ path, content }) => ({ name: path, content }))
  const bytes = memoryMb === undefined ? undefined : memoryMb * 2 ** 20
  return { language: 'python', version: '*', files: named, args, run_memory_limit: bytes }
}

function judge0({ files = FILES, args = [], wallMs, cpuMs, memoryMb }: BadProgram): object {
  const seconds = (milliseconds: number | undefined) => (milliseconds === undefined ? undefined : milliseconds / 1000)
  return {
    language_id: 71,
    source_code: files[0]?.content,
    command_line_arguments: joinArguments(args),
    wall_time_limit: seconds(wallMs),
    cpu_time_limit: seconds(cpuMs),
    memory_limit: memoryMb === undefined ? undefined : memoryMb * 1024,
  }
}

function jobe({ files = FILES, args, memoryMb }: BadProgram): object {
  const [first] = files
  const parameters = { runargs: args, memorylimit: memoryMb }
  return { run_spec: { language_id: 'python3', sourcecode: first?.content, parameters } }
}

function sandboxFusion({ files = FILES, wallMs, memoryMb }: BadProgram): object {
  return {
    language: 'python',
    code: files[0]?.content,
    ...(wallMs !== undefined && { run_timeout: wallMs / 1000 }),
    ...(memoryMb !== undefined && { memory_limit_MB: memoryMb }),
  }
}

const EVERYTHING = ['files', 'args', 'env', 'wallMs', 'cpuMs', 'memoryMb'] as const
const PROGRAM = ['files', 'args', 'env', 'wallMs'] as const

const overWebSocket: Api['ask'] = async (service, bad) => {
  using client = await connect(service)
  const refusal: SandrunError = await watch(client, plain(bad)).result.then(
    () => Promise.reject(new Error('it ran')),
    (error: SandrunError) => error,
  )
  return { status: refusal.status, said: JSON.stringify(refusal.toBody()) }
}

const overPistonSocket: Api['ask'] = async ({ url }, bad) => {
  const socket = new WebSocket(new URL('/api/v2/connect', url).href.replace('http', 'ws'))
  const said: string[] = []
  socket.on('message', (data: Buffer) => said.push(data.toString()))
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'init', ...piston(bad) }))
  const [code] = (await once(socket, 'close')) as [number]
  if (code !== 4002) throw new Error(`closed with ${code}: ${said.join()}`)
  return { status: null, said: said.join() }
}

const overMcp: Api['ask'] = async ({ url }, { files = FILES, args, cpuMs, memoryMb }) => {
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url)))
  try {
    const cpuSeconds = cpuMs === undefined ? undefined : cpuMs / 1000
    const input = { language: 'python', files, args, cpuSeconds, memoryMb }
    const answer = await client.callTool({ name: 'run_code', arguments: input })
    if (answer.isError !== true) throw new Error(JSON.stringify(answer))
    return { status: null, said: JSON.stringify(answer.content) }
  } finally {
    await client.close()
  }
}

export const APIS: readonly Api[] = [
  { name: 'POST /v1/runs', knows: EVERYTHING, ask: (service, bad) => postTo(service, '/v1/runs', plain(bad)) },
  {
    name: 'POST /v1/runs?wait=false',
    knows: EVERYTHING,
    ask: (service, bad) => postTo(service, '/v1/runs?wait=false', plain(bad)),
  },
  {
    name: 'POST /v1/sessions/:id/runs',
    knows: EVERYTHING,
    ask: async (service, bad) => {
      const path = `/v1/sessions/${await idOf(service, '/v1/sessions')}`
      const refusal = await postTo(service, `${path}/runs`, plain(bad))
      await fetch(new URL(path, service.url), { method: 'DELETE' })
      return refusal
    },
  },
  { name: '/v1/connect', knows: EVERYTHING, ask: overWebSocket },
  { name: 'MCP run_code', knows: ['files', 'args', 'cpuMs', 'memoryMb'], ask: overMcp },
  { name: 'POST /execute', knows: PROGRAM, ask: (service, bad) => postTo(service, '/execute', program(bad)) },
  { name: 'POST /api/run', knows: PROGRAM, ask: (service, bad) => postTo(service, '/api/run', program(bad)) },
  {
    name: 'POST /api/schedule',
    knows: PROGRAM,
    ask: (service, bad) => postTo(service, '/api/schedule', program(bad)),
  },
  {
    name: 'POST /api/runners/:id/run',
    knows: PROGRAM,
    ask: async (service, bad) => {
      const path = `/api/runners/${await idOf(service, '/api/runners')}`
      const refusal = await postTo(service, `${path}/run`, program(bad))
      await fetch(new URL(path, service.url), { method: 'DELETE' })
      return refusal
    },
  },
  {
    name: 'POST /api/v2/execute',
    knows: ['files', 'args', 'memoryMb'],
    ask: (service, bad) => postTo(service, '/api/v2/execute', piston(bad)),
  },
  { name: '/api/v2/connect', knows: ['files', 'args', 'memoryMb'], ask: overPistonSocket },
  {
    name: 'POST /judge0/submissions',
    knows: ['args', 'wallMs', 'cpuMs', 'memoryMb'],
    ask: (service, bad) => postTo(service, '/judge0/submissions', judge0(bad)),
  },
  {
    name: 'POST /jobe/index.php/restapi/runs',
    knows: ['args', 'memoryMb'],
    ask: (service, bad) => postTo(service, '/jobe/index.php/restapi/runs', jobe(bad)),
  },
  {
    name: 'POST /sandboxfusion/run_code',
    knows: ['wallMs', 'memoryMb'],
    ask: (service, bad) => postTo(service, '/sandboxfusion/run_code', sandboxFusion(bad)),
  },
]
