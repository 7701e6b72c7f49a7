import assert from 'node:assert/strict'
import { commands, env, workspace } from 'vscode'
import { open, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { testRecorder } from '../harness/test-recorder.ts'
import { deadUrl } from '../harness/scripted-service.ts'
import { set, serviceUrl, withService } from '../harness/settings.ts'

describe('restricted mode', () => {
  before(function () {
    // The desktop runner of VS Code trusts every folder.
    if (workspace.isTrusted) this.skip()
  })
  afterEach(tidy)

  it('runs in the output channel, with input', async () => {
    await open('ask.py')
    const done = commands.executeCommand('sandrun.run')
    await recorder.status.includes('running', recorder.status.length)
    await recorder.channel.includes('What is your name? ')
    await commands.executeCommand('sandrun.sendInput', 'Ada')
    await done
    const text = await recorder.channel.includes('[Done]')
    assert.match(text, /What is your name\? Ada\nHello, Ada!\n/)
    assert.equal(recorder.terminals.length, 0)
  })

  it('runs test cases, which the Test Explorer itself would not', async () => {
    await open('ask.py')
    await commands.executeCommand('sandrun.runCases')
    assert.deepEqual(
      testRecorder.events.map(({ kind, test }) => `${kind} ${test}`),
      ['enqueued ask.py 1', 'started ask.py 1', 'passed ask.py 1'],
    )
  })

  it('copies the command that starts a service, since no terminal may be opened', async () => {
    await withService(await deadUrl(), async () => {
      await open('hello.py')
      await commands.executeCommand('sandrun.run')
      const message = await recorder.message()
      message.choose('Start Locally')
      assert.match((await recorder.message(1)).text, /Copied "npx sandrun serve"/)
      assert.equal(await env.clipboard.readText(), 'npx sandrun serve')
    })
  })

  it("does not let the workspace's settings say where programs go", async () => {
    await set('service.url', serviceUrl)
    for (const name of ['service.url', 'services']) {
      const { workspaceValue, workspaceFolderValue } = workspace.getConfiguration('sandrun').inspect(name) ?? {}
      assert.deepEqual([workspaceValue, workspaceFolderValue], [undefined, undefined])
    }
    assert.equal(workspace.getConfiguration('sandrun').get('service.url'), serviceUrl)
    assert.equal(workspace.getConfiguration('sandrun').get('output'), 'auto')
  })
})
