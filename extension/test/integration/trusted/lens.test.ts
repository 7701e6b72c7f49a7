import assert from 'node:assert/strict'
import { type CodeLens, type Uri, commands, languages, workspace } from 'vscode'
import { extension, fixture, open, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { set } from '../harness/settings.ts'

async function lensesOf(name: string): Promise<[number, string | undefined][]> {
  const { uri } = await open(name)
  const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri)
  return found.map(({ range, command }) => [range.start.line, command?.title])
}

describe('run buttons above code', () => {
  before(async () => await extension().activate())
  afterEach(async () => {
    await set('codeLens', undefined)
    await tidy()
  })

  it('appear only if the setting is on', async () => {
    assert.deepEqual(await lensesOf('cases/sum.c'), [])
    await commands.executeCommand('sandrun.toggleCodeLens')
    assert.deepEqual(await lensesOf('cases/sum.c'), [[2, '$(play) Run in Sandbox']])
    await commands.executeCommand('sandrun.toggleCodeLens')
    assert.deepEqual(await lensesOf('cases/sum.c'), [])
  })

  it('appear above code blocks in known languages, which run as their tag says', async () => {
    await set('codeLens', true)
    assert.deepEqual(await lensesOf('blocks.md'), [[2, '$(play) Run in Sandbox']])
    await commands.executeCommand('sandrun.runBlock', fixture('blocks.md'), 2)
    const shown = await recorder.terminal('blocks.md').text.includes('Enter or r to run again')
    assert.match(shown, /from a block\r\n/)
    assert.deepEqual(problemLines(fixture('blocks.md')), [5])
  })

  it('say so if there is no block', async () => {
    await commands.executeCommand('sandrun.runBlock', fixture('blocks.md'), 0)
    assert.match((await recorder.message()).text, /cursor in a code block/)
    await commands.executeCommand('sandrun.runBlock', fixture('blocks.md'), 8)
    assert.match((await recorder.message(1)).text, /no language "unheard-of"/)
  })
})

function problemLines(uri: Uri): number[] {
  assert(workspace.getWorkspaceFolder(uri) !== undefined)
  return languages.getDiagnostics(uri).map(({ range }) => range.start.line)
}
