import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js'
import { FileSchema, parseOrThrow, PathSchema, SessionRequestSchema, toSandrunError } from '@sandrun/shared'
import * as z from 'zod/mini'
import { type FieldNames, toLimits } from '../adapted-limits.ts'
import { inNamesOf, parseAdapted } from '../adapted-run.ts'
import { VERSION } from '../../model/version.ts'
import type { ToolHost } from './tool-host.ts'
import { languagesResult, RunOutputSchema, runResult, textResult } from './tool-result.ts'

/** A model reads the output, and its context is worth more than the rest of a flood. */
const OUTPUT_KB = 32

const INSTRUCTIONS = `Runs programs in single-use sandboxes without network: nothing they do reaches this machine.
Call list_languages for the languages and run_code to run a program. Files last for one run_code, unless a session
from create_session keeps them.`

const language = z.string().check(z.describe('A language id or alias of list_languages, such as "python" or "c++"'))

const RunInput = {
  language: z.optional(language),
  code: z.optional(z.string().check(z.describe('The program, one file. Either this or files'))),
  files: z.optional(
    z.array(FileSchema).check(z.describe('Several files; the first one or the usual main file starts')),
  ),
  stdin: z.optional(z.string().check(z.describe('All of standard input'))),
  args: z.optional(z.array(z.string()).check(z.describe('Command line arguments'))),
  collect: z.optional(
    z
      .array(PathSchema)
      .check(z.describe('Patterns of files to return, such as "*.png"; images are returned as images')),
  ),
  session: z.optional(z.string().check(z.describe('A session from create_session; the program sees its files'))),
  cpuSeconds: z.optional(z.number().check(z.positive(), z.describe('CPU time limit'))),
  memoryMb: z.optional(z.int().check(z.positive(), z.describe('Memory limit'))),
}

/** The tools' names of the fields of a run. */
const RUN_FIELDS: FieldNames = {
  'limits.cpuMs': { name: 'cpuSeconds', unit: 1000 },
  'limits.memoryMb': { name: 'memoryMb', unit: 1 },
}

const SessionInput = { language }
const SessionOutput = { session: z.string(), language: z.string(), expiresAt: z.nullable(z.string()) }
const StopInput = { session: z.string().check(z.describe('The session id from create_session')) }

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

/** A Model Context Protocol server (https://modelcontextprotocol.io) whose tools run programs on `host`. */
export function createMcpServer(host: ToolHost): McpServer {
  const server = new McpServer({ name: 'sandrun', version: VERSION }, { instructions: INSTRUCTIONS })

  server.registerTool(
    'list_languages',
    {
      title: 'List languages',
      description: 'The languages that programs can be written in, with their versions and libraries.',
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    () => answer(async () => languagesResult(await host.languages())),
  )

  server.registerTool(
    'run_code',
    {
      title: 'Run code in a sandbox',
      description: `Compiles where needed and runs a program in a sandbox without network, and returns its output, exit code,
times and memory. Output beyond ${OUTPUT_KB} KB per channel is cut in the middle.`,
      inputSchema: RunInput,
      outputSchema: RunOutputSchema,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ cpuSeconds, memoryMb, stdin = '', ...request }, extra) =>
      answer(
        async () => {
          const limits = { outputKb: OUTPUT_KB, ...toLimits(RUN_FIELDS, 'limits', { cpuMs: cpuSeconds, memoryMb }) }
          const asked = parseAdapted({ ...request, stdin, limits })
          const queued = (position: number): void => tellPosition(extra, position)
          return runResult(await host.run(asked, { signal: extra.signal, queued }))
        },
        { cpuSeconds, memoryMb },
      ),
  )

  server.registerTool(
    'create_session',
    {
      title: 'Create a session',
      description:
        'A sandbox that keeps its files from one run_code to the next. It ends by itself when it is not used.',
      inputSchema: SessionInput,
      outputSchema: SessionOutput,
      annotations: { openWorldHint: false },
    },
    (request, { signal }) =>
      answer(async () => {
        const asked = parseOrThrow(SessionRequestSchema, request)
        const { id, language: of, expiresAt } = await host.createSession(asked, signal)
        return textResult(`Session ${id} for ${of}.`, { session: id, language: of, expiresAt })
      }),
  )

  server.registerTool(
    'stop_session',
    {
      title: 'Stop a session',
      description: 'Ends a session and removes its files.',
      inputSchema: StopInput,
      annotations: { destructiveHint: true, openWorldHint: false },
    },
    ({ session }) =>
      answer(async () => {
        await host.stopSession(session)
        return textResult(`Session ${session} has ended.`)
      }),
  )
  return server
}

/** Reports failures to the model as errors of the tool: it can act on most of them. `given` has the model's limits. */
async function answer(work: () => Promise<CallToolResult>, given?: object): Promise<CallToolResult> {
  try {
    return await work()
  } catch (thrown) {
    const { code, message, hint } = inNamesOf(RUN_FIELDS, toSandrunError(thrown), given)
    return { isError: true, content: [{ type: 'text', text: `${code}: ${message} ${hint}` }] }
  }
}

function tellPosition({ _meta, sendNotification }: Extra, position: number): void {
  const token = _meta?.progressToken
  if (token === undefined) return
  // Progress must grow (specification, "Progress"), but the place in the queue falls.
  const params = { progressToken: token, progress: -position, message: `Number ${position} in the queue` }
  sendNotification({ method: 'notifications/progress', params }).catch(() => {})
}
