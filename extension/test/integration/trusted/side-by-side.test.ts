import assert from 'node:assert/strict'
import { commands } from 'vscode'
import { open, rewrite, runInTerminal, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { startScriptedService, WELCOME } from '../harness/scripted-service.ts'
import { set, withService } from '../harness/settings.ts'

describe('running while it runs', () => {
  afterEach(async () => {
    await set('whenRunning', undefined)
    await tidy()
  })

  it('opens another terminal if the setting says beside, and Stop stops each', async () => {
    await set('whenRunning', 'beside')
    await open('forever.py')
    const first = await runInTerminal('forever.py')
    await first.shows('started')
    const mark = recorder.status.length
    const second = Promise.resolve(commands.executeCommand('sandrun.run'))
    await recorder.status.includes('running', mark)
    assert.equal(recorder.terminals.length, 2)
    assert(!first.recorded.text.value.includes('[Stopped]'))
    await commands.executeCommand('sandrun.stop')
    await commands.executeCommand('sandrun.stop')
    await Promise.all([first.done, second])
    for (const { text } of recorder.terminals) assert.ok(await text.includes('[Stopped]'))
  })

  it('asks if the setting says so, and follows the answer', async () => {
    await set('whenRunning', 'ask')
    const document = await open('forever.py')
    const first = await runInTerminal('forever.py')
    await first.shows('started')
    const dismissed = commands.executeCommand('sandrun.run')
    const message = await recorder.message()
    assert.equal(message.text, 'forever.py is still running.')
    assert.deepEqual(message.actions, ['Replace It', 'Run Beside It'])
    message.choose(undefined)
    await dismissed
    assert(!first.recorded.text.value.includes('[Stopped]'))
    await rewrite(document, 'print("in its place")\n')
    const replaced = commands.executeCommand('sandrun.run')
    const again = await recorder.message(1)
    again.choose('Replace It')
    await Promise.all([replaced, first.done])
    assert.ok(await first.recorded.text.includes('in its place'))
    assert.equal(recorder.terminals.length, 1)
  })

  it("keeps the previous run's output if the setting says so", async () => {
    await set('clearBeforeRun', false)
    try {
      await open('hello.py')
      const first = await runInTerminal('hello.py')
      await first.shows('Enter or r to run again')
      const second = await runInTerminal('hello.py')
      assert(!(await second.shows('Enter or r to run again')).includes('\x1b[2J'))
    } finally {
      await set('clearBeforeRun', undefined)
    }
  })
})

describe('waiting', () => {
  afterEach(tidy)

  it('can be cancelled in the queue', async () => {
    const said: string[] = []
    const service = await startScriptedService((say, { type }) => {
      said.push(type)
      if (type === 'hello') say(WELCOME)
      if (type === 'start') {
        say({ type: 'accepted', runId: 'a', resumeToken: 'b' })
        say({ type: 'queued', position: 7 })
      }
      if (type === 'cancel') say({ type: 'error', code: 'queue-full', message: 'Cancelled.', retryable: true })
    })
    await withService(service.url, async () => {
      await open('hello.py')
      const mark = recorder.status.length
      const done = commands.executeCommand('sandrun.run')
      await recorder.status.includes('queued (7)', mark)
      assert.equal(recorder.statusItem?.command, 'sandrun.stop')
      await commands.executeCommand('sandrun.stop')
      await done
      await recorder.status.includes('stopped', mark)
      assert.equal(said.at(-1), 'cancel')
      assert.equal(recorder.messages.length, 0)
    })
    await service.stop()
  })
})

describe('facts of a run', () => {
  afterEach(async () => {
    await set('limits', undefined)
    await tidy()
  })

  it('are in the tooltip: sent files, separate times, limits, network', async () => {
    await set('limits', { c: { wallMs: 7000 } })
    const document = await open('broken.c')
    await rewrite(document, 'int main(void) { return 0; }\n')
    const run = await runInTerminal('broken.c')
    await run.done
    const tooltip = recorder.statusItem?.tooltip
    assert(typeof tooltip === 'string')
    assert.match(tooltip, /^broken\.c in the sandbox: ok/)
    for (const fact of [
      /^Sent: broken\.c$/m,
      /^Started in: \d/m,
      /^Compiled in: \d.* · cpu \d.* · \d+ [KM]B$/m,
      /^Ran for: \d.* · cpu \d.* · \d+ [KM]B$/m,
      /^At most: 7\.0 s · cpu 10\.0 s · 512 MB · 64 processes$/m,
      /^Network: none$/m,
      /^Click for more\.$/m,
    ]) {
      assert.match(tooltip, fact)
    }
    assert.equal(recorder.statusItem?.accessibilityInformation?.label, tooltip.split('\n')[0])
  })
})
