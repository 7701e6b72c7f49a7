import assert from 'node:assert/strict'
import { Uri, commands, languages, window, workspace } from 'vscode'
import { DRAFTS, provideDrafts } from '../harness/drafts.ts'
import { choosing } from '../harness/choosing.ts'
import { fixture, open, rewrite, runInTerminal, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { set } from '../harness/settings.ts'

const LISTING =
  'import os\nprint(sorted(os.path.relpath(os.path.join(at, n), ".") for at, _, ns in os.walk(".") for n in ns))\n'

/** Opens a file that is not on a disk. */
async function openDraft(path: string): Promise<Uri> {
  const uri = Uri.from({ scheme: DRAFTS, path })
  await window.showTextDocument(await workspace.openTextDocument(uri))
  return uri
}

/** Runs the active editor's program to its end and returns its output. */
async function run(name: string, command = 'sandrun.run'): Promise<string> {
  const started = await runInTerminal(name, command)
  const shown = await started.shows('Enter or r to run again')
  await started.done
  return shown
}

describe('files of a program', () => {
  afterEach(async () => {
    await set('files.include', undefined)
    await set('files.maxKb', undefined)
    await tidy()
  })

  it('are offered if the program fails without them, sent from then on, and no longer if a person says so', async () => {
    using _drafts = provideDrafts({
      '/shop/main.py': 'from parts import price\nprint("price", price(open("list.txt").read()))\n',
      '/shop/parts.py': 'def price(text):\n    return len(text)\n',
      '/shop/list.txt': 'four',
      '/else/other.py': 'print("not sent")\n',
    })
    await openDraft('/shop/main.py')
    assert.match(await run('main.py'), /ModuleNotFoundError/)
    const message = await recorder.message()
    assert.equal(message.text, 'main.py uses files that were not sent: parts.py, list.txt.')
    const { text } = recorder.terminal('main.py')
    const said = await text.includes('Include and Run Again')
    assert.match(
      said,
      /\[Not sent\] main\.py uses files that were not sent: parts\.py, list\.txt\. Include and Run Again\x1b\[0m\r\n$/,
    )
    const mark = text.length
    message.choose('Include Folder and Rerun')
    const again = await recorder.terminal('main.py').text.includes('Enter or r to run again', mark)
    assert.match(again, /\[Running\] main\.py \(\+ 2 more, 1 KB\) in Python.*price 4\r\n/s)
    assert.match(await run('main.py'), /price 4\r\n/)
    assert.match(String(recorder.statusItem?.accessibilityInformation?.label), /ok/)
    const { tooltip } = recorder.statusItem ?? {}
    assert(typeof tooltip === 'string')
    assert.match(tooltip, /^Sent: main\.py, list\.txt, parts\.py$/m)
    await commands.executeCommand('sandrun.includeFolder')
    assert.match((await recorder.message(1)).text, /run without its other files/)
    assert.match(await run('main.py'), /ModuleNotFoundError/)
  })

  it('are named below the output each time, with a link and a menu that include them', async () => {
    using _drafts = provideDrafts({
      '/link/main.py': 'import parts\nprint("parts", parts.n)\n',
      '/link/parts.py': 'n = 3\n',
    })
    await openDraft('/link/main.py')
    for (const _ of [1, 2]) await run('main.py')
    const [items] = await choosing('sandrun.showMenu')
    assert(items?.some(({ label }) => label === '$(new-folder) Include parts.py and Run Again'))
    const recorded = recorder.terminal('main.py')
    const line = '[Not sent] main.py uses files that were not sent: parts.py. Include and Run Again'
    const mark = recorded.text.length
    assert.equal(await recorder.followLink(recorded, line), true)
    assert.match(await recorded.text.includes('Enter or r', mark), /parts 3\r\n/)
    assert.equal(
      (await choosing('sandrun.showMenu'))[0]?.some(({ label }) => label.includes('Include')),
      false,
    )
    await commands.executeCommand('sandrun.includeFolder')
  })

  it('exclude ignored files, and secrets until a person agrees', async () => {
    using _drafts = provideDrafts({
      '/app/list.py': LISTING,
      '/app/.gitignore': '*.log\n',
      '/app/.sandboxignore': 'large/\n',
      '/app/run.log': 'x',
      '/app/large/film.bin': 'x',
      '/app/src/.gitignore': 'made.txt\n',
      '/app/src/made.txt': 'x',
      '/app/src/kept.txt': 'x',
      '/app/node_modules/lib/index.js': 'x',
      '/app/.env': 'TOKEN=1',
    })
    await openDraft('/app/list.py')
    await commands.executeCommand('sandrun.includeFolder')
    const sent = (text: string): string => /\[.*list\.py.*\]/.exec(text.replace(/\[Running\].*/, ''))?.[0] ?? ''
    const first = sent(await run('list.py'))
    assert.equal(first, "['.gitignore', '.sandboxignore', 'list.py', 'src/.gitignore', 'src/kept.txt']")
    const message = await recorder.message(1)
    assert.equal(message.text, 'Not sent because they look like secrets: .env.')
    assert.deepEqual(message.actions, ['Do Not Send', 'Send Them Too and Rerun'])
    const mark = recorder.terminal('list.py').text.length
    message.choose('Send Them Too and Rerun')
    const again = await recorder.terminal('list.py').text.includes('Enter or r to run again', mark)
    assert.match(sent(again), /'\.env'/)
    await commands.executeCommand('sandrun.includeFolder')
  })

  it('include the files in the setting, and errors in them are shown there', async () => {
    using _drafts = provideDrafts({
      '/c/main.c': '#include "list.h"\nint main(void) { return length(); }\n',
      '/c/list.h': 'static int length(void) {\n  return missing;\n}\n',
      '/c/notes.txt': 'x',
    })
    await set('files.include', ['*.h'])
    await openDraft('/c/main.c')
    const shown = await run('main.c')
    assert.match(shown, /\(\+ 1 more, 1 KB\)/)
    const header = Uri.from({ scheme: DRAFTS, path: '/c/list.h' })
    const [problem] = languages.getDiagnostics(header)
    assert.match(problem?.message ?? '', /‘missing’ undeclared/)
    assert.equal(problem?.range.start.line, 1)
  })

  it('have the text of their editors, saved or not', async () => {
    const helper = await open('pair/helper.py')
    await rewrite(helper, 'WORD = "unsaved"\n')
    await window.showTextDocument(await workspace.openTextDocument(fixture('pair/main.py')))
    await set('files.include', ['helper.py'])
    assert.match(await run('main.py'), /unsaved\r\n/)
    await window.showTextDocument(helper)
    await commands.executeCommand('workbench.action.files.revert')
  })

  it('are not sent if they are too large, and a message says what to do', async () => {
    using _drafts = provideDrafts({ '/big/main.py': 'print(1)\n', '/big/data.bin': 'x'.repeat(5000) })
    await set('files.include', ['*.bin'])
    await set('files.maxKb', 2)
    await openDraft('/big/main.py')
    await commands.executeCommand('sandrun.run')
    const { text, actions } = await recorder.message()
    assert.match(text, /\/big has 5 KB, and at most 2 KB can be sent\. .*\.sandboxignore/)
    assert.deepEqual(actions, ['Open Settings'])
  })
})
