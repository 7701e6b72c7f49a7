import assert from 'node:assert/strict'
import { type DocumentLink, commands, languages, workspace } from 'vscode'
import { answering } from '../harness/answers.ts'
import { open, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { testRecorder } from '../harness/test-recorder.ts'
import { deadUrl } from '../harness/scripted-service.ts'
import { set, serviceUrl, withService } from '../harness/settings.ts'

describe('restricted mode', () => {
  before(function () {
    // VS Code's desktop runner trusts every folder.
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

  it('runs test cases, which the Test Explorer itself does not', async () => {
    await open('ask.py')
    await commands.executeCommand('sandrun.runCases')
    assert.deepEqual(
      testRecorder.events.map(({ kind, test }) => `${kind} ${test}`),
      ['enqueued ask.py 1', 'started ask.py 1', 'passed ask.py 1'],
    )
  })

  it('lists problems, links them, and stops', async () => {
    const { uri } = await open('raises.py')
    await commands.executeCommand('sandrun.run')
    const [problem] = languages.getDiagnostics(uri)
    assert.match(problem?.message ?? '', /ZeroDivisionError/)
    assert.equal(problem?.range.start.line, 1)
    const content = await recorder.channel.includes(/ZeroDivisionError[^]*\[Done\]/)
    const output = await workspace.openTextDocument({ language: 'sandrun-output', content })
    const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', output.uri)
    assert.equal(links[1]?.target?.fragment, 'L2,1')
    await open('forever.py')
    const mark = recorder.status.length
    const done = commands.executeCommand('sandrun.run')
    await recorder.status.includes('running', mark)
    await commands.executeCommand('sandrun.stop')
    await done
    assert.ok(await recorder.channel.includes('[Stopped]'))
  })

  it('takes arguments, given input, and the folder', async () => {
    await open('words.py')
    await answering({ typed: 'one "two three"' }, async () => {
      const mark = recorder.status.length
      const done = commands.executeCommand('sandrun.runWithArguments')
      await recorder.status.includes('running', mark)
      await commands.executeCommand('sandrun.sendEof')
      await done
    })
    await answering(
      { pick: 'Text…', typed: 'typed' },
      async () => await commands.executeCommand('sandrun.runWithInput'),
    )
    assert.match(await recorder.channel.includes('[Done]'), /arguments \['one', 'two three'\] input typed\n/)
    await commands.executeCommand('sandrun.includeFolder')
    await commands.executeCommand('sandrun.rerun')
    assert.match(await recorder.channel.includes('[Done]'), /words\.py one 'two three' < text \(\+ \d+ more/)
    await commands.executeCommand('sandrun.includeFolder')
  })

  it('offers to start a service, which a person decides and which runs no code outside sandboxes', async () => {
    await withService(await deadUrl(), async () => {
      await open('hello.py')
      await commands.executeCommand('sandrun.run')
      assert.deepEqual((await recorder.message()).actions, ['Start on This Machine', 'Retry', 'Open Settings'])
    })
  })

  it("does not let the workspace's settings decide where programs go", async () => {
    await set('service.url', serviceUrl)
    for (const name of ['service.url', 'services']) {
      const { workspaceValue, workspaceFolderValue } = workspace.getConfiguration('sandrun').inspect(name) ?? {}
      assert.deepEqual([workspaceValue, workspaceFolderValue], [undefined, undefined])
    }
    assert.equal(workspace.getConfiguration('sandrun').get('service.url'), serviceUrl)
    assert.equal(workspace.getConfiguration('sandrun').get('output'), 'auto')
  })
})
