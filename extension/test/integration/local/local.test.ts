import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { commands } from 'vscode'
import { extension, open, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { deadUrl, endsAtOnce, startScriptedService } from '../harness/scripted-service.ts'
import { set } from '../harness/settings.ts'

/** The address of the service that the extension starts. */
interface ServiceRecord {
  url: string
  token: string
  pid: number
}

/** A busy machine builds and starts slowly. */
const PATIENCE_MS = 5 * 60_000

// A separate suite, because no service may have run before.
describe('this machine', function () {
  this.timeout(PATIENCE_MS)
  before(async () => await set('service.url', await deadUrl()))
  afterEach(tidy)
  after(async () => {
    process.kill((await record()).pid, 'SIGTERM')
    await set('service.url', undefined)
  })

  function recordFile(): string {
    const { version } = extension().packageJSON as { version: string }
    return join(process.env.XDG_RUNTIME_DIR ?? '', 'sandrun', version, 'service.json')
  }

  async function record(): Promise<ServiceRecord> {
    return JSON.parse(await readFile(recordFile(), 'utf8')) as ServiceRecord
  }

  it('says what to install if there is no Docker, and starts nothing', async () => {
    const { DOCKER_HOST: before } = process.env
    process.env.DOCKER_HOST = 'unix:///nowhere/docker.sock'
    await open('hello.py')
    await commands.executeCommand('sandrun.run')
    const question = await recorder.message()
    question.choose('Start on This Machine')
    const message = await recorder.message(1)
    assert.match(message.text, /^Docker does not answer on this machine\. Install or start it\./)
    assert.deepEqual(message.actions, ['Install Docker', 'Retry'])
    if (before === undefined) delete process.env.DOCKER_HOST
    else process.env.DOCKER_HOST = before
  })

  it('runs a program without a service and without its language, after one question', async () => {
    await open('hello.shy')
    const mark = recorder.status.length
    await commands.executeCommand('sandrun.run')
    const message = await recorder.message()
    assert.deepEqual(message.actions, ['Start on This Machine', 'Retry', 'Open Settings'])
    message.choose('Start on This Machine')
    await recorder.status.includes('ok · ', mark, PATIENCE_MS)
    assert.equal(recorder.messages.length, 1)
    const { text } = recorder.terminal('hello.shy')
    const shown =
      /Starting a service on this machine[^]*Building Shy[^]*this is how shy is built[^]*\[Running\] [^]*Hello/
    // The status bar may be a moment ahead of the terminal.
    await text.includes(shown)
    assert.equal((await stat(recordFile())).mode & 0o777, 0o600)
  })

  it('asks before it builds another language, shows the progress, and runs the program', async () => {
    await open('hello.shier')
    const mark = recorder.status.length
    await commands.executeCommand('sandrun.run')
    const message = await recorder.message()
    assert.deepEqual(message.actions, ['Build Shier', 'Select Another Language'])
    message.choose('Build Shier')
    await recorder.status.includes('ok · ', mark, PATIENCE_MS)
    await recorder.terminal('hello.shier').text.includes(/this is how shier is built[^]*\[Running\] [^]*Hello/)
  })

  it('asks no further question, and keeps the same service', async () => {
    const before = await record()
    await open('hello.py')
    const mark = recorder.status.length
    await commands.executeCommand('sandrun.run')
    await recorder.status.includes('ok · ', mark, PATIENCE_MS)
    assert.equal(recorder.messages.length, 0)
    assert.deepEqual(await record(), before)
  })

  it('starts its service again if that has ended', async () => {
    const { pid, token } = await record()
    process.kill(pid, 'SIGKILL')
    await open('hello.py')
    const mark = recorder.status.length
    await commands.executeCommand('sandrun.run')
    await recorder.status.includes('ok · ', mark, PATIENCE_MS)
    assert.notEqual((await record()).token, token)
  })

  it('runs programs in the service that a person sets', async () => {
    const other = await startScriptedService(endsAtOnce)
    await set('service.url', other.url)
    await open('hello.py')
    const mark = recorder.status.length
    await commands.executeCommand('sandrun.run')
    await recorder.status.includes('ok · 5 ms · 2 MB', mark)
    assert.equal(recorder.messages.length, 0)
    await other.stop()
  })
})
