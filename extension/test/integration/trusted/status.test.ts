import assert from 'node:assert/strict'
import { open, runInTerminal, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { startScriptedService, WELCOME } from '../harness/scripted-service.ts'
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

  it('says that it compiles, and that compiling failed', async () => {
    await open('broken.c')
    const mark = recorder.status.length
    const run = await runInTerminal('broken.c')
    await run.done
    assert.match(recorder.status.value.slice(mark), /compiling\n\$\(error\) compile error · /)
    const shown = await run.shows('Enter or r to run again')
    // In the compiler's own colours.
    assert.match(shown, /\x1b\[01;31m\x1b\[Kerror: /)
    assert.match(shown.replace(/\x1b\[[\d;]*[Km]/g, ''), /^broken\.c:2:\d+: error: .*nothing/m)
    assert.match(shown, /\[Failed\] does not compile/)
  })

  it('shows the place in the queue', async () => {
    const service = await startScriptedService((say, { type }) => {
      if (type === 'hello') say(WELCOME)
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

  it('says when it reconnects, and shows the rest afterwards', async () => {
    const phase = { exitCode: 0, signal: null, wallMs: 5, cpuMs: 4, memoryKb: 2048, memorySource: 'rss' }
    const run = { ...phase, stdout: '', stderr: '', truncated: { stdout: 0, stderr: 0 } }
    const result = {
      id: 'a',
      language: 'python',
      version: '3',
      verdict: 'ok',
      message: '',
      run,
      warnings: [],
      warm: true,
    }
    const service = await startScriptedService((say, { type }, hangUp) => {
      if (type === 'hello') say(WELCOME)
      if (type === 'start') {
        say({ type: 'accepted', runId: 'a', resumeToken: 'b' })
        say({ type: 'started', language: 'python', version: '3', warm: true })
        say({ type: 'phase', name: 'run' })
        // Messages that were already sent arrive before the connection ends.
        setImmediate(hangUp)
      }
      if (type !== 'attach') return
      say({ type: 'attached', state: 'running', stdinOffset: 0 })
      say({ type: 'exit', result: { ...result, queuedMs: 0, startedAt: '2026-01-01T00:00:00Z' } })
    })
    await withService(service.url, async () => {
      await open('hello.py')
      const mark = recorder.status.length
      const shown = await runInTerminal('hello.py')
      await shown.done
      assert.match(recorder.status.value.slice(mark), /running\n.*reconnecting\n.*running\n.*ok · 5 ms · 2 MB\n$/s)
      assert.equal(recorder.messages.length, 0)
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
