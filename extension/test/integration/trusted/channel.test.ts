import assert from 'node:assert/strict'
import { commands } from 'vscode'
import { open, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { set } from '../harness/settings.ts'

describe('output channel', () => {
  before(() => set('output', 'channel'))
  afterEach(tidy)
  after(() => set('output', undefined))

  it('shows plain text and marks stderr', async () => {
    await open('both.py')
    await commands.executeCommand('sandrun.run')
    const text = await recorder.channel.includes('[Done]')
    assert.match(
      text,
      /^Is the program waiting for input\? Press Enter here or .*\n\[Running\] both\.py in Python 3\.\d+/,
    )
    assert.match(text, /^to stdout$/m)
    assert.match(text, /^stderr │ to stderr$/m)
    assert.match(text, /^red$/m)
    assert.equal(recorder.terminals.length, 0)
    assert.equal(recorder.channelLanguage, 'sandrun-output')
  })

  it('sends input and its end', async () => {
    await open('until-end.py')
    const done = commands.executeCommand('sandrun.run')
    // The program's line is complete, so sent input appears right after it.
    await recorder.channel.includes('reading\n')
    await commands.executeCommand('sandrun.sendInput', 'one')
    await commands.executeCommand('sandrun.sendInput', 'three')
    await commands.executeCommand('sandrun.sendEof')
    await done
    const text = await recorder.channel.includes('10 characters')
    assert.match(text, /^one\nthree$/m)
  })

  it('opens an input box at a click on the status bar, which stays until the end', async () => {
    await open('until-end.py')
    const mark = recorder.status.length
    const done = commands.executeCommand('sandrun.run')
    await recorder.status.includes('waiting for input', mark)
    assert.equal(recorder.statusItem?.command, 'sandrun.sendInput')
    const closed = commands.executeCommand('sandrun.sendInput')
    const { box } = recorder
    assert(box !== undefined)
    for (const line of ['one', 'three']) {
      box.value = line
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem')
      await recorder.channel.includes(`${line}\n`)
      assert.equal(box.value, '')
    }
    await commands.executeCommand('sandrun.sendEof')
    await Promise.all([done, closed])
    assert.match(await recorder.channel.includes('10 characters'), /^one\nthree$/m)
  })

  it('stops a run', async () => {
    await open('forever.py')
    const done = commands.executeCommand('sandrun.run')
    await recorder.status.includes('running', recorder.status.length)
    await commands.executeCommand('sandrun.stop')
    await done
    assert.ok(await recorder.channel.includes('[Stopped]'))
  })
})
