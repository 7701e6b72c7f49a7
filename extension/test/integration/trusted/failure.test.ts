import assert from 'node:assert/strict'
import type { LanguageInfo } from '@sandrun/shared'
import { commands, env, window } from 'vscode'
import { answering } from '../harness/answers.ts'
import { open, tidy, untitled } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { python } from '../harness/python.ts'
import { deadUrl, endsAtOnce, startScriptedService, WELCOME } from '../harness/scripted-service.ts'
import { serviceUrl, set, withService } from '../harness/settings.ts'

describe('failure', () => {
  afterEach(tidy)

  it('names the address and the reason if the service is unreachable, and can try again', async () => {
    const nobody = await deadUrl()
    await withService(nobody, async () => {
      await open('hello.py')
      await commands.executeCommand('sandrun.run')
      const message = await recorder.message()
      assert.equal(message.kind, 'error')
      assert(message.text.includes(nobody))
      assert.match(message.text, /ECONNREFUSED/)
      assert.deepEqual(message.actions, ['Start on This Machine', 'Retry', 'Open Settings'])
      assert.equal(recorder.terminals.length, 0)
      await set('service.url', serviceUrl)
      const mark = recorder.status.length
      message.choose('Retry')
      await recorder.status.includes('ok · ', mark)
    })
  })

  it('says so if the address is invalid', async () => {
    await withService('not an address', async () => {
      await open('hello.py')
      await commands.executeCommand('sandrun.run')
      assert.match((await recorder.message()).text, /"not an address" is not an http or https address/)
    })
  })

  it('says so if the versions are incompatible', async () => {
    const service = await startScriptedService((say, { type }) => {
      if (type !== 'hello') return
      say({ type: 'error', code: 'unsupported-protocol', message: 'This service speaks 2.', retryable: false })
    })
    await withService(service.url, async () => {
      await open('hello.py')
      await commands.executeCommand('sandrun.run')
      const { text } = await recorder.message()
      assert.match(text, /does not work with the service at .*\. This service speaks 2\./)
    })
    await service.stop()
  })

  it('says so if the connection is lost in the middle', async () => {
    const service = await startScriptedService((say, { type }) => {
      if (type === 'hello') say(WELCOME)
      if (type === 'start') void service.stop()
    })
    await withService(service.url, async () => {
      await open('hello.py')
      await commands.executeCommand('sandrun.run')
      const { text, actions } = await recorder.message()
      assert.match(text, /connection to the service was lost/)
      assert.deepEqual(actions, ['Retry'])
    })
  })

  it('builds a missing language, says how to, or uses another one', async () => {
    const languages = [{ ...python, available: false }]
    const message = 'The image of Python is not built.'
    const service = await startScriptedService(
      (say, heard, hangUp) => {
        if (heard.type !== 'start' || languages[0]?.available === true) return endsAtOnce(say, heard, hangUp)
        say({ type: 'error', code: 'image-missing', message, retryable: false })
      },
      { languages },
    )
    await withService(service.url, async () => {
      // A file keeps the chosen language, so this file is deleted afterwards.
      await untitled('python', 'print(1)\n')
      await commands.executeCommand('sandrun.run')
      const missing = await recorder.message()
      assert(missing.text.startsWith(message))
      assert.deepEqual(missing.actions, ['Build Python', 'Copy Command', 'Select Another Language'])
      missing.choose('Copy Command')
      await commands.executeCommand('sandrun.run')
      const again = await recorder.message(1)
      assert.equal(await env.clipboard.readText(), 'sandrun lang build python')
      const asked = await answering({ pick: 'Python' }, async () => {
        again.choose('Select Another Language')
        await recorder.message(2)
      })
      assert.deepEqual(asked.items, ['Python 3.13.5 · python'])
      const mark = recorder.status.length
      recorder.messages[2]?.choose('Build Python')
      await recorder.shellTyped.includes('sandrun lang build python\n')
      languages.splice(0, 1, python)
      await recorder.status.includes('ok · ', mark)
    })
    await service.stop()
  })

  it('has the service build a missing language if the user may, and says if that failed', async () => {
    const missing = { ...python, available: false }
    const languages: LanguageInfo[] = [missing]
    const typed = recorder.shellTyped.length
    /** What the list says of the language from the next request on. */
    let next: LanguageInfo = missing
    const service = await startScriptedService(
      (say, heard, hangUp) => {
        if (heard.type === 'hello') return say({ ...WELCOME, mayBuild: true })
        if (languages[0]?.available === true) return endsAtOnce(say, heard, hangUp)
        if (heard.type === 'start') say({ type: 'error', code: 'image-missing', message: 'No.', retryable: false })
      },
      { languages, build: () => void languages.splice(0, 1, next) },
    )
    await withService(service.url, async () => {
      await untitled('python', 'print(1)\n')
      await commands.executeCommand('sandrun.run')
      const first = await recorder.message()
      assert.deepEqual(first.actions, ['Build Python', 'Copy Command', 'Select Another Language'])
      first.choose('Build Python')
      const failed = await recorder.message(1)
      assert.match(failed.text, /The service could not build Python\. Its log says why\./)
      next = python
      const mark = recorder.status.length
      failed.choose('Build Python')
      await recorder.status.includes('ok · ', mark)
      assert.equal(recorder.shellTyped.length, typed)
    })
    await service.stop()
  })

  it('asks for the language if it is unclear, and remembers it', async () => {
    const original = window.showQuickPick
    const asked: string[] = []
    const pick = (items: { label: string }[], options: { placeHolder: string }): unknown => {
      asked.push(options.placeHolder)
      return items.find(({ label }) => label === 'Bash')
    }
    Object.assign(window, { showQuickPick: pick })
    try {
      await open('notes.unknown')
      for (const _ of [1, 2]) {
        const mark = recorder.status.length
        await commands.executeCommand('sandrun.run')
        await recorder.status.includes('exit 127', mark)
      }
    } finally {
      Object.assign(window, { showQuickPick: original })
    }
    assert.deepEqual(asked, ['Which language is notes.unknown?'])
  })
})
