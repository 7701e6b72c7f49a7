import assert from 'node:assert/strict'
import { commands } from 'vscode'
import { extension, open, runInTerminal, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'

// A separate suite, because nobody may have used the extension before.
describe('activation', () => {
  after(tidy)

  it('does not happen at startup, nor when a file is opened', async () => {
    await open('hello.py')
    assert.equal(extension().isActive, false)
    assert.equal(extension().packageJSON.activationEvents, undefined)
  })

  it('happens at the first run', async () => {
    const run = await runInTerminal('hello.py')
    await run.done
    assert.equal(extension().isActive, true)
  })

  it('is fast', async function () {
    const line = await recorder.log.includes('Activated in')
    const figure = /Activated in [\d.]+ ms/.exec(line)?.[0]
    assert.ok(figure)
    // For people, who want it below 20: an assertion about time would fail on a busy machine.
    if (this.test !== undefined) this.test.title += `: ${figure}`
  })

  it('registers all contributed commands, and nothing else', async () => {
    const contributed = extension().packageJSON.contributes.commands.map(({ command }: { command: string }) => command)
    const registered = (await commands.getCommands(true)).filter((name) => /^sandrun\.(?!.*\.)/.test(name))
    assert.deepEqual(registered.toSorted(), contributed.toSorted())
  })
})
