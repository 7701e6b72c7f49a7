import assert from 'node:assert/strict'
import { commands } from 'vscode'
import { open, rewrite, runInTerminal, tidy, untitled } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { startScriptedService, WELCOME } from '../harness/scripted-service.ts'
import { withService } from '../harness/settings.ts'

describe('control', () => {
  afterEach(tidy)

  it('stops a run', async () => {
    await open('forever.py')
    const run = await runInTerminal('forever.py')
    await run.shows('started')
    await commands.executeCommand('sandrun.stop')
    await run.done
    assert.ok(await run.shows(/\[Stopped\].*Enter or r to run again/s))
  })

  it('does not wait for a silent service at the second stop', async () => {
    const service = await startScriptedService((say, { type }) => {
      if (type === 'hello') say(WELCOME)
      if (type === 'start') say({ type: 'accepted', runId: 'a', resumeToken: 'b' })
    })
    await withService(service.url, async () => {
      await open('hello.py')
      const run = await runInTerminal('hello.py')
      await commands.executeCommand('sandrun.stop')
      await commands.executeCommand('sandrun.stop')
      await run.done
      assert.ok(await run.shows('[Stopped]'))
      assert.equal(recorder.messages.length, 0)
    })
    await service.stop()
  })

  it('runs the last program again, with its newest text', async () => {
    const document = await untitled('python', 'print("one")\n')
    const first = await runInTerminal('Untitled-')
    await first.shows('Enter or r to run again')
    await rewrite(document, 'print("two")\n')
    const second = await runInTerminal('Untitled-', 'sandrun.rerun')
    const shown = await second.shows('Enter or r to run again')
    assert.match(shown, /two\r\n/)
  })

  it('replaces an active run of the same file', async () => {
    const document = await open('forever.py')
    const first = await runInTerminal('forever.py')
    await first.shows('started')
    await rewrite(document, 'print("another one")\n')
    const second = await runInTerminal('forever.py')
    const shown = await second.shows('Enter or r to run again')
    await first.done
    assert.equal(second.recorded, first.recorded)
    assert.match(shown, /another one\r\n/)
    assert(!shown.includes('[Stopped]'), 'the replaced run ends without a message')
  })

  it('lets runs of different files continue side by side', async () => {
    await open('forever.py')
    const first = await runInTerminal('forever.py')
    await first.shows('started')
    await open('hello.py')
    const second = await runInTerminal('hello.py')
    await second.shows('Enter or r to run again')
    assert(!first.recorded.text.value.includes('[Stopped]'))
    await commands.executeCommand('sandrun.stop')
    await first.done
  })

  it('says so if there is nothing to stop, to send to, or to run', async () => {
    for (const command of ['sandrun.stop', 'sandrun.sendEof', 'sandrun.sendInput']) {
      const seen = recorder.messages.length
      await commands.executeCommand(command)
      assert.match((await recorder.message(seen)).text, /Nothing is running/)
    }
    await commands.executeCommand('sandrun.run')
    assert.match((await recorder.message(3)).text, /Open a file/)
    await open('empty.py')
    await commands.executeCommand('sandrun.run')
    assert.match((await recorder.message(4)).text, /empty\.py is empty/)
  })
})
