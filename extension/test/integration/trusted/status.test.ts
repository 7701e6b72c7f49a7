import assert from 'node:assert/strict'
import { open, runInTerminal, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { startScriptedService } from '../harness/scripted-service.ts'
import { withService } from '../harness/settings.ts'

describe('status bar', () => {
  afterEach(tidy)

  it('goes from connecting to verdict, time and memory', async () => {
    await open('hello.py')
    const mark = recorder.status.length
    const run = await runInTerminal('hello.py')
    await run.done
    const texts = recorder.status.value.slice(mark)
    assert.match(texts, /connecting\n.*starting\n.*running\n\$\(check\) ok · \d+ ms · \d+ MB\n$/s)
    assert.equal(recorder.statusItem?.command, 'sandrun.showMenu')
  })

  it('says that it compiles, and that it did not', async () => {
    await open('broken.c')
    const mark = recorder.status.length
    const run = await runInTerminal('broken.c')
    await run.done
    assert.match(recorder.status.value.slice(mark), /compiling\n\$\(error\) compile error · /)
    const shown = await run.shows('any other key')
    assert.match(shown, /broken\.c:2:\d+: .*error.*nothing/)
    assert.match(shown, /\[Failed\] does not compile/)
  })

  it('shows the place in the queue as the service tells it', async () => {
    const service = await startScriptedService((say, { type }) => {
      if (type === 'hello') say({ type: 'welcome', protocol: 1, server: 'scripted', principal: 'test', limits: {} })
      if (type !== 'start') return
      say({ type: 'accepted', runId: 'a', resumeToken: 'b' })
      for (const position of [3, 2, 1]) say({ type: 'queued', position })
      say({ type: 'error', code: 'queue-full', message: 'No room is left.', retryable: true })
    })
    await withService(service.url, async () => {
      await open('hello.py')
      const mark = recorder.status.length
      const run = await runInTerminal('hello.py')
      const texts = await recorder.status.includes('not run', mark)
      assert.match(texts, /queued \(3\)\n.*queued \(2\)\n.*queued \(1\)\n/s)
      const message = await recorder.message()
      assert.equal(message.text, 'No room is left. Try again in a moment.')
      assert.deepEqual(message.actions, ['Retry'])
      await run.done
    })
    await service.stop()
  })

  it('stops at a click while a program runs', async () => {
    await open('forever.py')
    const run = await runInTerminal('forever.py')
    await run.shows('started')
    assert.equal(recorder.statusItem?.command, 'sandrun.stop')
    const mark = recorder.status.length
    run.recorded.terminal.dispose()
    await recorder.status.includes('stopped', mark)
  })
})
