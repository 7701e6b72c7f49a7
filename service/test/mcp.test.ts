import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { fileURLToPath } from 'node:url'
import { RunListSchema, type RunSummary } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startService, type TestService } from './support/service.ts'

const CLI = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const TOKEN = 'a-token-of-sixteen-characters'

let service: TestService

beforeAll(async () => {
  service = await startService({ SANDRUN_TOKEN: TOKEN })
})
afterAll(() => service[Symbol.asyncDispose]())

const overHttp = () =>
  new StreamableHTTPClientTransport(new URL('/mcp', service.url), {
    requestInit: { headers: { authorization: `Bearer ${TOKEN}` } },
  })

const overStdio = () =>
  new StdioClientTransport({
    command: process.execPath,
    args: [CLI, 'mcp', '--url', service.url.origin],
    env: { PATH: process.env['PATH'] ?? '', SANDRUN_TOKEN: TOKEN },
  })

describe.each([
  ['streamable HTTP', overHttp],
  ['stdio', overStdio],
])("the SDK's own client over %s", (_name, transport) => {
  let client: Client

  beforeAll(async () => {
    client = new Client({ name: 'test', version: '1' })
    await client.connect(transport())
  })
  afterAll(() => client.close())

  it('lists the tools', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['list_languages', 'run_code', 'create_session', 'stop_session'])
  })

  it('lists the languages that can run', async () => {
    const { content } = await client.callTool({ name: 'list_languages' })
    expect(content).toEqual([{ type: 'text', text: expect.stringMatching(/^python: Python 3\.\d+/m) }])
  })

  it('runs a program, and answers as text and as structured data', async () => {
    const answer = await client.callTool({
      name: 'run_code',
      arguments: { language: 'python', code: 'import sys\nprint(input())\nsys.exit(3)', stdin: 'in' },
    })
    expect(answer).toMatchObject({
      content: [{ type: 'text', text: expect.stringMatching(/^runtime-error: .*3.*\n--- stdout\nin$/) }],
      structuredContent: { verdict: 'runtime-error', run: { stdout: 'in\n', exitCode: 3 } },
    })
    expect(answer.isError).toBeUndefined()
  })

  it('returns pictures as pictures', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const code = `import base64\nopen("dot.png", "wb").write(base64.b64decode("${png}"))`
    const { content } = await client.callTool({
      name: 'run_code',
      arguments: { language: 'python', code, collect: ['*.png'] },
    })
    expect(content).toContainEqual({ type: 'image', data: png, mimeType: 'image/png' })
  })

  it('cuts large output in the middle', async () => {
    const { structuredContent } = await client.callTool({
      name: 'run_code',
      arguments: { language: 'python', code: 'print("x" * 10**6)' },
    })
    expect(JSON.stringify(structuredContent).length).toBeLessThan(40_000)
    expect(structuredContent).toMatchObject({ run: { stdout: expect.stringContaining('bytes left out') } })
  })

  it('keeps files in a session, and ends it', async () => {
    const { structuredContent } = await client.callTool({ name: 'create_session', arguments: { language: 'python' } })
    const session = (structuredContent as { session: string }).session
    const run = (code: string) => client.callTool({ name: 'run_code', arguments: { session, code } })
    await run('open("kept", "w").write("here")')
    expect(await run('print(open("kept").read())')).toMatchObject({ structuredContent: { run: { stdout: 'here\n' } } })
    await client.callTool({ name: 'stop_session', arguments: { session } })
    expect(await run('print(1)')).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^not-found/) }],
    })
  })

  it('reports a bad request as an error of the tool', async () => {
    const answer = await client.callTool({ name: 'run_code', arguments: { language: 'klingon', code: 'x' } })
    expect(answer).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^unknown-language: .*klingon/) }],
    })
  })

  it.each<[limits: Record<string, number>, message: string]>([
    [{ cpuSeconds: 100 }, '"cpuSeconds": 100 is more than the maximum, 60.'],
    [{ cpuSeconds: 60.00001 }, '"cpuSeconds": 60.00001 is more than the maximum, 60.'],
    [{ cpuSeconds: 3e6 }, '"cpuSeconds": 3000000 is more than the maximum, 60.'],
    [{ cpuSeconds: 1e9 }, '"cpuSeconds": 1000000000 is more than the maximum, 60.'],
    [{ memoryMb: 1e10 }, '"memoryMb": 10000000000 is more than the maximum, 2048.'],
    [{ memoryMb: 8 }, '"memoryMb": must be at least 16'],
  ])('names the limit of %j in its unit', async (limits, message) => {
    const answer = await client.callTool({ name: 'run_code', arguments: { language: 'python', code: '1', ...limits } })
    expect(answer).toMatchObject({ isError: true, content: [{ text: expect.stringContaining(`: ${message} `) }] })
  })

  it('applies the limits of a run', async () => {
    const { structuredContent } = await client.callTool({
      name: 'run_code',
      arguments: { language: 'python', code: 'while True: pass', cpuSeconds: 0.2 },
    })
    expect(structuredContent).toMatchObject({ verdict: 'cpu-limit' })
  })
})

it('asks for the token like every other address', async () => {
  const client = new Client({ name: 'test', version: '1' })
  await expect(client.connect(new StreamableHTTPClientTransport(new URL('/mcp', service.url)))).rejects.toThrow(/token/)
})

it('cancels the run of a client that gives up', async () => {
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(overHttp())
  const giveUp = new AbortController()
  const before = (await newestRun())?.id
  const own = async (): Promise<RunSummary | null> => {
    const newest = await newestRun()
    return newest === undefined || newest.id === before ? null : newest
  }
  const answer = client.callTool(
    { name: 'run_code', arguments: { language: 'python', code: 'import time\ntime.sleep(600)', cpuSeconds: 9 } },
    undefined,
    { signal: giveUp.signal },
  )
  await expect.poll(own).toMatchObject({ state: 'running' })
  giveUp.abort()
  await expect(answer).rejects.toThrow(/abort/i)
  await expect.poll(own).toMatchObject({ state: 'ended', verdict: 'cancelled' })
  await client.close()
})

it("refuses another principal's id", async () => {
  const transport = overHttp()
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(transport)
  const answer = await fetch(new URL('/mcp', service.url), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-session-id': `${transport.sessionId}0`,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  })
  expect(answer.status).toBe(404)
  await client.close()
})

async function newestRun(): Promise<RunSummary | undefined> {
  const response = await fetch(new URL('/v1/runs', service.url), { headers: { authorization: `Bearer ${TOKEN}` } })
  return RunListSchema.parse(await response.json()).runs[0]
}
