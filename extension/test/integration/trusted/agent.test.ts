import assert from 'node:assert/strict'
import { CancellationTokenSource, type LanguageModelTextPart, MarkdownString, commands, lm, window } from 'vscode'
import { agentRecorder } from '../harness/agent-recorder.ts'
import { extension, tidy } from '../harness/editing.ts'
import { deadUrl, endsAtOnce, startScriptedService } from '../harness/scripted-service.ts'
import { serviceUrl, withService } from '../harness/settings.ts'

const { token } = new CancellationTokenSource()

async function invoke(input: object): Promise<string> {
  const result = await lm.invokeTool('run_in_sandbox', { input, toolInvocationToken: undefined }, token)
  return result.content.map((part) => (part as LanguageModelTextPart).value).join('')
}

async function confirmation(input: object): Promise<string> {
  const prepared = await agentRecorder.tool?.prepareInvocation?.({ input }, token)
  const message = prepared?.confirmationMessages?.message
  assert(message instanceof MarkdownString)
  assert.equal(message.isTrusted, undefined)
  return message.value
}

describe('agents', () => {
  before(async () => await extension().activate())
  afterEach(tidy)

  it('may run code, and get its output and how it ended', async () => {
    const said = await invoke({
      language: 'py',
      code: 'import sys\nprint(input(), sys.argv[1])\nsys.exit("sad")',
      stdin: 'in',
      args: ['an arg'],
    })
    assert.match(said, /^verdict: runtime-error\n/)
    assert.match(said, /exit code: 1\ntime: \d+ ms, memory: \d+ MB\nprogram stdout:\nin an arg\n/)
    assert.match(said, /program stderr:\nsad\n/)
  })

  it("get the compiler's messages", async () => {
    assert.match(
      await invoke({ language: 'c', code: 'int main(void) { return nothing; }' }),
      /compiler stderr:\n.*nothing/s,
    )
  })

  it('show a person all of the code first', async () => {
    const code = 'print(1)\n```\n[not ours](command:evil)\n'
    const shown = await confirmation({ language: 'python', code, stdin: 'some input', args: ['--one'] })
    assert(shown.includes(`\n\n\`\`\`\`python\n${code}\n\`\`\`\`\n`))
    assert(shown.includes('some input'))
    assert(shown.includes('--one'))
  })

  it('can send nothing that a person does not see', async () => {
    await assert.rejects(
      async () => await confirmation({ language: 'c', code: '', files: [] }),
      /"files": is not a known field/,
    )
    await assert.rejects(
      async () =>
        await agentRecorder.tool?.invoke(
          { input: { language: 'c', code: '', env: {} }, toolInvocationToken: undefined },
          token,
        ),
      /"env": is not a known field/,
    )
  })

  it('get instructions if there is no service', async () => {
    await withService(await deadUrl(), async () => {
      await assert.rejects(
        async () =>
          await agentRecorder.tool?.invoke(
            { input: { language: 'c', code: '' }, toolInvocationToken: undefined },
            token,
          ),
        /does not answer.*sandrun serve/,
      )
    })
  })

  it("are offered this service's MCP server", async () => {
    const servers = (await agentRecorder.offer?.provideMcpServerDefinitions(token)) ?? []
    assert.deepEqual(
      servers.map(({ uri }) => uri.toString(true)),
      [`${serviceUrl}/mcp`],
    )
  })

  it("are offered the service's MCP server if it has one, with the token of that service only", async () => {
    const [mine, without] = [
      await startScriptedService(endsAtOnce, { mcp: true }),
      await startScriptedService(() => {}),
    ]
    const { showInputBox } = window
    Object.assign(window, { showInputBox: async () => 'a-token-of-mine' })
    try {
      await withService(without.url, async () => {
        assert.deepEqual(await agentRecorder.offer?.provideMcpServerDefinitions(token), [])
      })
      await withService(mine.url, async () => {
        await commands.executeCommand('sandrun.signIn')
        const [server] = (await agentRecorder.offer?.provideMcpServerDefinitions(token)) ?? []
        assert(server !== undefined)
        assert.equal(server.uri.toString(true), `${mine.url}/mcp`)
        assert.deepEqual(server.headers, {})
        const resolved = await agentRecorder.offer?.resolveMcpServerDefinition?.(server, token)
        assert.deepEqual(resolved?.headers, { authorization: 'Bearer a-token-of-mine' })
        await commands.executeCommand('sandrun.signOut')
      })
    } finally {
      Object.assign(window, { showInputBox })
      await mine.stop()
      await without.stop()
    }
    assert(!JSON.stringify([mine.headers, without.headers]).includes('a-token-of-mine'))
  })
})
