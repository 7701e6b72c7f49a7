import assert from 'node:assert/strict'
import { ThemeIcon } from 'vscode'
import { open, rewrite, runInTerminal, tidy, untitled } from '../harness/editing.ts'

describe('run', () => {
  afterEach(tidy)

  it('shows output between what runs and how it ended', async () => {
    await open('hello.py')
    const run = await runInTerminal('hello.py')
    const shown = await run.shows('any other key')
    assert.match(shown, /\[Running\] hello\.py in Python 3\.\d+/)
    assert.match(shown, /Hello from the sandbox!\r\n/)
    assert.match(shown, /\[Done\] exited with code=0 in \d+\.\d{3} seconds \(cpu \d+ ms, memory \d+ MB\)/)
    assert.equal(run.recorded.terminal.name, 'hello.py (Sandbox)')
    assert(run.recorded.icon instanceof ThemeIcon)
  })

  it('runs the text of the editor, saved or not', async () => {
    const document = await open('hello.py')
    await rewrite(document, 'print("not saved")\n')
    const run = await runInTerminal('hello.py')
    await run.shows('not saved\r\n')
    assert.equal(document.isDirty, true)
  })

  it('runs an editor that has never been a file', async () => {
    await untitled('python', 'import sys\nprint("untitled", sys.argv)\n')
    const run = await runInTerminal('Untitled-')
    assert.ok(await run.shows("untitled ['main.py']\r\n"))
  })
})
