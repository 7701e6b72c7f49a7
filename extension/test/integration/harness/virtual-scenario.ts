import { type LanguageModelTextPart, CancellationTokenSource, Uri, commands, lm, window, workspace } from 'vscode'
import { MemoryFiles } from './memory-files.ts'

const FILES = {
  '/double.py': 'for line in open(0):\n    print(2 * int(line))\n',
  '/double.1.in': '1\n',
  '/double.1.out': '2\n',
  '/double.2.in': '2\n',
  '/double.2.out': '5\n',
  '/hello.py': 'print("Hello from nowhere")\n',
}

let schemes = 0

/**
 * A scenario without files on a disk that must work in any extension host: returns what a person sees. Uses nothing
 * from Node.
 */
export async function runInVirtualWorkspace(): Promise<{
  output: string
  cases: string
  exported: string
  tool: string
}> {
  const scheme = `sandrun-test-${++schemes}`
  const memory = new MemoryFiles(FILES)
  const registered = memory.register(scheme)
  const { showQuickPick, showInformationMessage } = window
  const said: string[] = []
  Object.assign(window, {
    showQuickPick: async (items: readonly unknown[] | Promise<readonly unknown[]>) => (await items)[0],
    showInformationMessage: async (text: string) => void said.push(text),
  })
  try {
    const uri = (path: string): Uri => Uri.from({ scheme, path })
    await window.showTextDocument(await workspace.openTextDocument(uri('/hello.py')))
    await commands.executeCommand('sandrun.run')
    await commands.executeCommand('sandrun.openRun')
    // Documents of earlier runs may still be open elsewhere: only the active one counts.
    const shown = window.activeTextEditor?.document
    await commands.executeCommand('sandrun.runCases', uri('/double.py'))
    const cases = said.at(-1) ?? ''
    await commands.executeCommand('sandrun.exportCases', uri('/double.py'), uri('/all.json'))
    const tool = await lm.invokeTool(
      'run_in_sandbox',
      { input: { language: 'python', code: 'print(6 * 7)' }, toolInvocationToken: undefined },
      new CancellationTokenSource().token,
    )
    return {
      output: shown?.getText() ?? '',
      cases,
      exported: new TextDecoder().decode(memory.files.get('/all.json')),
      tool: tool.content.map((part) => (part as LanguageModelTextPart).value).join(''),
    }
  } finally {
    Object.assign(window, { showQuickPick, showInformationMessage })
    await commands.executeCommand('workbench.action.closeAllEditors')
    registered.dispose()
  }
}
