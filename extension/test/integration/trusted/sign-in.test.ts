import assert from 'node:assert/strict'
import { commands, window } from 'vscode'
import { open, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { startScriptedService } from '../harness/scripted-service.ts'
import { withService } from '../harness/settings.ts'

/** A service that records the token of each greeting, knows one token, and runs nothing. */
async function startGate(): Promise<Awaited<ReturnType<typeof startScriptedService>> & { tokens: unknown[] }> {
  const tokens: unknown[] = []
  const service = await startScriptedService((say, message) => {
    if (message.type === 'hello') tokens.push(message.token)
    if (message.type === 'hello' && message.token === 'a-token-of-mine') {
      say({ type: 'welcome', protocol: 1, server: 'gate/1', principal: 'me', limits: {} })
    } else say({ type: 'error', code: 'unauthorized', message: 'Who are you?', retryable: false })
  })
  return { ...service, tokens }
}

describe('sign in', () => {
  afterEach(tidy)

  it('sends a token in the first message, only to its service, and never logs it', async () => {
    const showInputBox = window.showInputBox
    Object.assign(window, { showInputBox: async () => ' a-token-of-mine ' })
    const [mine, other] = [await startGate(), await startGate()]
    try {
      await withService(mine.url, async () => {
        await open('hello.py')
        await commands.executeCommand('sandrun.run')
        await commands.executeCommand('sandrun.signIn')
        await commands.executeCommand('sandrun.run')
      })
      await withService(other.url, async () => await commands.executeCommand('sandrun.run'))
      await withService(mine.url, async () => {
        await commands.executeCommand('sandrun.signOut')
        await commands.executeCommand('sandrun.run')
      })
    } finally {
      Object.assign(window, { showInputBox })
      await mine.stop()
      await other.stop()
    }
    // The second greeting checks whether the service accepts the token.
    assert.deepEqual(mine.tokens, [undefined, 'a-token-of-mine', 'a-token-of-mine', undefined])
    assert.deepEqual(other.tokens, [undefined])
    assert(mine.headers.length > 0)
    assert(!JSON.stringify([mine.headers, other.headers]).includes('a-token-of-mine'))
    assert.match(recorder.log.value, /hello\.py: not run/)
    assert(!recorder.log.value.includes('a-token-of-mine'))
    assert(!recorder.messages.some(({ text }) => text.includes('a-token-of-mine')))
  })
  it('keeps no token that the service refuses, and says so', async () => {
    const showInputBox = window.showInputBox
    Object.assign(window, { showInputBox: async () => 'a-token-of-nobody' })
    const gate = await startGate()
    try {
      await withService(gate.url, async () => {
        await commands.executeCommand('sandrun.signIn')
        assert.match((await recorder.message()).text, /^Not signed in to http.*Who are you\?/)
        await open('hello.py')
        await commands.executeCommand('sandrun.run')
      })
    } finally {
      Object.assign(window, { showInputBox })
      await gate.stop()
    }
    assert.deepEqual(gate.tokens, ['a-token-of-nobody', undefined])
  })
})
