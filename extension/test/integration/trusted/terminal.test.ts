import assert from 'node:assert/strict'
import { window } from 'vscode'
import { open, runInTerminal, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'

describe('terminal', () => {
  afterEach(tidy)

  it('shows the prompt first, then takes what is typed, with line editing', async () => {
    await open('ask.py')
    const run = await runInTerminal('ask.py')
    await run.shows(/What is your name\? $/)
    run.type('Axa\x7f\x7fda\r')
    const shown = await run.shows('[Done]')
    assert.match(shown, /Hello, Ada!\r\n/)
    assert.match(shown, /exited with code=0/)
  })

  it('keeps what is typed before the program runs', async () => {
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
    const shown = await run.shows('any other key')
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
    // The panel's own layout may come late, and would have the last word.
    pty.setDimensions = () => {}
    resize?.({ columns: 101, rows: 33 })
    assert.ok(await run.shows('size 101 33'))
    resize?.({ columns: 60, rows: 20 })
    assert.ok(await run.shows('size 60 20'))
  })

  it('lets colours through, and nothing that drives the terminal', async () => {
    await open('rude.py')
    const run = await runInTerminal('rude.py')
    const shown = await run.shows('any other key')
    assert(shown.includes('\x1b[31mred\x1b[0m plain'))
    assert(!shown.includes('\x1b]'))
    assert(!shown.includes('a title'))
  })

  it('shows all of a big output, in order', async () => {
    await open('big.py')
    const run = await runInTerminal('big.py')
    const shown = await run.shows('any other key')
    const numbers = [...shown.matchAll(/line (\d{6})\r\n/g)].map(([, digits]) => Number(digits))
    assert.equal(numbers.length, 200_000)
    assert(numbers.every((number, index) => number === index))
  })

  it('answers ^C in the middle of a big output', async () => {
    await open('big.py')
    const run = await runInTerminal('big.py')
    await run.shows('line 000100')
    run.type('\x03')
    const shown = await run.shows('any other key')
    assert.match(shown, /KeyboardInterrupt/)
    assert(!shown.includes('line 199999'))
  })

  it('stays open at the end, and is used again for the same file', async () => {
    await open('hello.py')
    const first = await runInTerminal('hello.py')
    await first.shows('any other key')
    const second = await runInTerminal('hello.py')
    assert.equal(second.recorded, first.recorded)
    const shown = await second.shows('any other key')
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
      await run.shows('any other key')
      const mark = run.mark()
      run.type(key)
      assert.ok(await run.shows(/Hello from the sandbox!.*any other key/s, mark))
    })
  }

  it('closes at any other key', async () => {
    await open('hello.py')
    const run = await runInTerminal('hello.py')
    await run.shows('any other key')
    const closed = new Promise((resolve) => {
      const listener = window.onDidCloseTerminal((terminal) => {
        if (terminal !== run.recorded.terminal) return
        listener.dispose()
        resolve(terminal)
      })
    })
    // Neither an arrow key nor a terminal's own report is a decision.
    run.type('\x1b[A')
    run.type('\x1b[24;80R')
    run.type('q')
    assert.equal(await closed, run.recorded.terminal)
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
