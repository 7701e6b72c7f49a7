import assert from 'node:assert/strict'
import { commands } from 'vscode'
import { open, runInTerminal, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { set } from '../harness/settings.ts'

describe('terminal', () => {
  afterEach(async () => {
    await set('terminalForEachFile', undefined)
    await tidy()
  })

  it('shows the prompt first, then takes typed input, with line editing', async () => {
    await open('ask.py')
    const run = await runInTerminal('ask.py')
    await run.shows(/What is your name\? $/)
    run.type('Axa\x7f\x7fda\r')
    const shown = await run.shows('[Done]')
    assert.match(shown, /Hello, Ada!\r\n/)
    assert.match(shown, /exited with code=0/)
  })

  it('keeps keys typed before the program runs', async () => {
    await open('ask.py')
    const run = await runInTerminal('ask.py')
    run.type('Early\r')
    assert.ok(await run.shows('Hello, Early!'))
  })

  it('sends ^C to the program', async () => {
    await open('interrupted.py')
    const run = await runInTerminal('interrupted.py')
    await run.shows('waiting')
    run.type('\x03')
    const shown = await run.shows('Enter or r to run again')
    assert.match(shown, /\^C.*caught \^C\r\n/s)
    assert.match(shown, /exited with code=7/)
  })

  it('sends ^D as the end of input', async () => {
    await open('until-end.py')
    const run = await runInTerminal('until-end.py')
    await run.shows('reading')
    run.type('12345\r\x04')
    assert.ok(await run.shows('6 characters'))
    await run.done
  })

  it('tells the program its size, at first and when it changes', async () => {
    await open('size.py')
    const run = await runInTerminal('size.py')
    await run.shows('waiting')
    const { pty } = run.recorded
    const resize = pty.setDimensions?.bind(pty)
    // The panel's own layout may come late and would override the size.
    pty.setDimensions = () => {}
    resize?.({ columns: 101, rows: 33 })
    assert.ok(await run.shows('size 101 33'))
    resize?.({ columns: 60, rows: 20 })
    assert.ok(await run.shows('size 60 20'))
  })

  it('lets colours through, and no sequence that controls the terminal', async () => {
    await open('rude.py')
    const run = await runInTerminal('rude.py')
    const shown = await run.shows('Enter or r to run again')
    assert(shown.includes('\x1b[31mred\x1b[0m plain'))
    assert(!shown.includes('\x1b]'))
    assert(!shown.includes('a title'))
  })

  it('shows all of a large output, in order', async () => {
    await open('big.py')
    const run = await runInTerminal('big.py')
    const shown = await run.shows('Enter or r to run again')
    const numbers = [...shown.matchAll(/line (\d{6})\r\n/g)].map(([, digits]) => Number(digits))
    assert.equal(numbers.length, 200_000)
    assert(numbers.every((number, index) => number === index))
  })

  it('answers ^C in the middle of a large output', async () => {
    await open('big.py')
    const run = await runInTerminal('big.py')
    await run.shows('line 000100')
    run.type('\x03')
    const shown = await run.shows('Enter or r to run again')
    assert.match(shown, /KeyboardInterrupt/)
    assert(!shown.includes('line 199999'))
  })

  it('stays open at the end, and is used again for the same file', async () => {
    await open('hello.py')
    const first = await runInTerminal('hello.py')
    await first.shows('Enter or r to run again')
    const second = await runInTerminal('hello.py')
    assert.equal(second.recorded, first.recorded)
    const shown = await second.shows('Enter or r to run again')
    assert(shown.includes('\x1b[2J\x1b[3J\x1b[H'))
    assert.equal(recorder.terminals.length, 1)
  })

  for (const [name, key] of [
    ['Enter', '\r'],
    ['r', 'r'],
  ] as const) {
    it(`runs again at ${name}`, async () => {
      await open('hello.py')
      const run = await runInTerminal('hello.py')
      await run.shows('Enter or r to run again')
      const mark = run.mark()
      run.type(key)
      assert.ok(await run.shows(/Hello from the sandbox!.*Enter or r to run again/s, mark))
    })
  }

  it('keeps the output at any other key, and at a paste', async () => {
    await open('hello.py')
    const run = await runInTerminal('hello.py')
    await run.shows('Enter or r to run again')
    await run.done
    const { pty, text, terminal } = run.recorded
    const shown = text.value
    for (const keys of ['q', '\x1b', '\x1b[A', '\x1b[24;80R', 'rm\r', '\x03']) pty.handleInput?.(keys)
    assert.equal(terminal.exitStatus, undefined)
    const mark = run.mark()
    assert.equal(text.value, shown)
    pty.handleInput?.('r')
    assert.ok(await run.shows(/Hello from the sandbox!.*Enter or r to run again/s, mark))
  })

  it('shows in its tab and in the status bar that the program waits, while it does', async () => {
    await open('ask.py')
    const mark = recorder.status.length
    const run = await runInTerminal('ask.py')
    await run.recorded.names.includes('ask.py (Sandbox, waiting for input)\n')
    await recorder.status.includes('waiting for input', mark)
    assert.equal(recorder.statusItem?.command, 'sandrun.showOutput')
    const named = run.recorded.names.length
    run.type('Ada\r')
    await run.shows('[Done]')
    assert.match(run.recorded.names.value.slice(named), /^ask\.py \(Sandbox\)\n/)
  })

  it('is reused for another file when its run is over, unless the setting keeps them apart', async () => {
    await open('hello.py')
    const first = await runInTerminal('hello.py')
    await first.done
    await open('both.py')
    const second = await runInTerminal('both.py')
    await second.shows('Enter or r to run again')
    await second.done
    assert.equal(second.recorded, first.recorded)
    assert.equal(recorder.terminals.length, 1)
    assert.match(first.recorded.names.value, /both\.py \(Sandbox\)\n$/)
    // Enter runs the file that is shown now.
    const shown = first.recorded.text.length
    first.recorded.pty.handleInput?.('\r')
    assert.match(await first.recorded.text.includes('Enter or r to run again', shown), /\[Running\] both\.py/)
    await set('terminalForEachFile', true)
    await open('hello.py')
    await commands.executeCommand('sandrun.run')
    assert.equal(recorder.terminals.length, 2)
  })

  it('is not reused while its program runs', async () => {
    await open('forever.py')
    const running = await runInTerminal('forever.py')
    await running.shows('started')
    await open('hello.py')
    const other = await runInTerminal('hello.py')
    await other.done
    assert.notEqual(other.recorded, running.recorded)
  })

  it('cancels the run when it is closed', async () => {
    await open('forever.py')
    const run = await runInTerminal('forever.py')
    await run.shows('started')
    const mark = recorder.status.length
    run.recorded.terminal.dispose()
    await run.done
    assert.ok(await recorder.status.includes('stopped', mark))
  })
})
