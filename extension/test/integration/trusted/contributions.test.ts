import assert from 'node:assert/strict'
import { commands, workspace } from 'vscode'
import { extension, open, runInTerminal, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'

interface Step {
  id: string
  description: string
  media: { svg: string; altText: string }
}

describe('the contributions', () => {
  before(async () => await extension().activate())
  afterEach(tidy)

  it('include a walkthrough of four steps, each with a picture, its description, and existing commands', async () => {
    const { packageJSON, extensionUri } = extension()
    const [{ steps }] = packageJSON.contributes.walkthroughs as [{ steps: Step[] }]
    const known = new Set(await commands.getCommands(true))
    assert.equal(steps.length, 4)
    for (const { id, description, media } of steps) {
      const picture = await workspace.fs.readFile(extensionUri.with({ path: `${extensionUri.path}/${media.svg}` }))
      assert.match(new TextDecoder().decode(picture), /<svg [^]*var\(--vscode-editor-background/, id)
      assert(media.altText.length > 20, id)
      const called = [...description.matchAll(/command:([\w.]+)/g)].map(([, name]) => name ?? '')
      assert(called.length > 0 && called.every((name) => known.has(name)), id)
    }
  })

  it('open the walkthrough', async () => {
    assert.equal(
      await commands.executeCommand('workbench.action.openWalkthrough', 'sandrun.sandrun#start', false),
      undefined,
    )
  })

  it('are accessible: the status bar has a text and a role', async () => {
    await open('hello.py')
    await (
      await runInTerminal('hello.py')
    ).done
    const { label, role } = recorder.statusItem?.accessibilityInformation ?? {}
    assert.match(label ?? '', /^hello\.py in the sandbox: ok · /)
    assert.equal(role, 'button')
    assert.match(String(recorder.statusItem?.name), /Run in Sandbox/)
  })

  it('include documented settings, and none about telemetry', () => {
    const { configuration } = extension().packageJSON.contributes as { configuration: Section | Section[] }
    const properties = Object.assign({}, ...[configuration].flat().map((it) => it.properties)) as Section['properties']
    for (const [name, { markdownDescription, order }] of Object.entries(properties)) {
      assert(!/telemetry/i.test(name))
      assert((markdownDescription ?? '').length > 10 && !(markdownDescription ?? '').startsWith('%'), name)
      assert.equal(typeof order, 'number', name)
    }
  })
})

interface Section {
  properties: Record<string, { markdownDescription?: string; order?: number }>
}
