import assert from 'node:assert/strict'
import { commands, workspace } from 'vscode'
import { choosing } from '../harness/choosing.ts'
import { open, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { deadUrl, endsAtOnce, startScriptedService } from '../harness/scripted-service.ts'
import { serviceUrl, set } from '../harness/settings.ts'

describe('services', () => {
  afterEach(tidy)

  it('can be switched, and show their states', async () => {
    const [other, dead] = [await startScriptedService(endsAtOnce), await deadUrl()]
    await set('services', { here: serviceUrl, there: other.url, nowhere: dead, wrong: 'not an address' })
    try {
      const [offered] = await choosing('sandrun.switchService', 'there')
      const [here, there, nowhere, wrong] = offered ?? []
      assert.equal(here?.label, '$(pass) here')
      assert.equal(here?.description, `${serviceUrl} $(check)`)
      assert.match(here?.detail ?? '', /^ready · \d+ of \d+ languages$/)
      assert.equal(there?.detail, 'ready · 1 of 1 languages')
      assert.equal(nowhere?.label, '$(error) nowhere')
      assert.match(nowhere?.detail ?? '', /does not answer/)
      assert.equal(wrong?.detail, 'not an address')
      assert.equal(workspace.getConfiguration('sandrun').get('service.url'), other.url)
      await open('hello.py')
      const mark = recorder.status.length
      await commands.executeCommand('sandrun.run')
      await recorder.status.includes('ok · 5 ms · 2 MB', mark)
    } finally {
      await set('services', undefined)
      await set('service.url', serviceUrl)
      await other.stop()
    }
  })

  it('show their state, whether a person is signed in, and what to do', async () => {
    const [offered] = await choosing('sandrun.showService')
    assert.equal(offered?.[0]?.label, `$(pass) ${serviceUrl}`)
    assert.match(offered?.[0]?.description ?? '', /^ready · /)
    assert.equal(offered?.[1]?.description, 'no token saved')
    assert(offered.some(({ label }) => label.includes('Start a Service on This Machine')))
  })

  it('are set by a person, never by a workspace', () => {
    for (const name of ['service.url', 'services']) {
      const inspected = workspace.getConfiguration('sandrun').inspect(name)
      assert.equal(inspected?.workspaceValue, undefined)
      assert.equal(inspected?.workspaceFolderValue, undefined)
      assert(!JSON.stringify(workspace.getConfiguration('sandrun').get(name)).includes('attacker'))
    }
  })
})
