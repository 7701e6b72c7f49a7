import assert from 'node:assert/strict'
import { Uri, workspace } from 'vscode'
import { extension } from '../harness/editing.ts'

interface Binding {
  key: string
  command: string
  when?: string
}

describe('keybindings', () => {
  const ours: Binding[] = extension().packageJSON.contributes.keybindings

  it("do not conflict with VS Code's", async () => {
    const defaults = await workspace.openTextDocument(Uri.parse('vscode://defaultsettings/keybindings.json'))
    const bindings = [...defaults.getText().matchAll(/"key": "([^"]+)",\s*"command": "([^"]+)"/g)]
    const taken = new Set(bindings.flatMap(([, key, command]) => (command?.startsWith('sandrun.') ? [] : [key])))
    assert(taken.has('ctrl+d'), 'these are the default keybindings')
    // In the output panel nothing can be edited. There, while a program runs, ^D ends the input and Enter asks for it.
    assert.deepEqual(
      ours.filter(({ key }) => taken.has(key)).map(({ key, when }) => [key, when]),
      ['ctrl+d', 'enter'].map((key) => [key, 'sandrun.running && inOutput']),
    )
  })

  it('avoid keys that AltGr types, and work only in their context', () => {
    for (const { key, when } of ours) {
      assert.doesNotMatch(key, /ctrl\+alt|^alt\+[a-z]$/)
      assert.match(when ?? '', /editorTextFocus|sandrun\./)
    }
  })
})
