import assert from 'node:assert/strict'
import { Uri, commands, window, workspace } from 'vscode'
import { answering } from '../harness/answers.ts'
import { DRAFTS, provideDrafts } from '../harness/drafts.ts'
import { open, runInTerminal, tidy, untitled } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { set } from '../harness/settings.ts'

describe('language', () => {
  afterEach(tidy)

  it('is the one a person chooses, whatever the editor says; versions are shown', async () => {
    await untitled('python', 'echo "a shell says $((40 + 2))"\n')
    const asked = await answering({ pick: 'Bash' }, async () => {
      await commands.executeCommand('sandrun.selectLanguage')
    })
    assert(asked.items.some((item) => /^Python 3\.\d+\.\d+ · python$/.test(item)))
    const run = await runInTerminal('Untitled-')
    assert.match(await run.shows('Enter or r to run again'), /in Bash 5.*a shell says 42\r\n/s)
  })

  it('is set for an editor that had none', async () => {
    const document = await untitled('plaintext', 'puts "ruby"\n')
    await answering({ pick: 'Ruby' }, async () => await commands.executeCommand('sandrun.selectLanguage'))
    assert.equal(document.languageId, 'ruby')
  })

  it('changes, if a person agrees, to one with a library that the program misses', async () => {
    using _drafts = provideDrafts({
      '/richer/main.c': '#include <vector>\n#include <cstdio>\nint main() { puts("in the other"); }\n',
    })
    await window.showTextDocument(
      await workspace.openTextDocument(Uri.from({ scheme: DRAFTS, path: '/richer/main.c' })),
    )
    const run = await runInTerminal('main.c')
    await run.shows('to run again')
    await run.done
    const message = await recorder.message()
    assert.equal(message.text, '"vector" is in C++.')
    const mark = recorder.terminal('main.c').text.length
    message.choose('Run in C++')
    const again = await recorder.terminal('main.c').text.includes('to run again', mark)
    assert.match(again, /in C\+\+ .*in the other\r\n/s)
  })

  it('comes from the first line if nothing else tells it', async () => {
    await untitled('plaintext', '#!/usr/bin/env python3\nprint("by its first line")\n')
    const run = await runInTerminal('Untitled-')
    assert.match(await run.shows('Enter or r to run again'), /in Python 3.*by its first line\r\n/s)
  })
})

describe('text', () => {
  afterEach(tidy)

  const words = `${'naïve 日本語 👩‍💻 '.repeat(2000)}end ✓`

  it('is UTF-8 in the terminal, wherever it is split', async () => {
    await open('unicode.py')
    const run = await runInTerminal('unicode.py')
    assert((await run.shows('Enter or r to run again')).includes(words))
  })

  it('is UTF-8 in the output channel, wherever it is split', async () => {
    await set('output', 'channel')
    try {
      await open('unicode.py')
      await commands.executeCommand('sandrun.run')
      assert((await recorder.channel.includes('[Done]')).includes(words))
    } finally {
      await set('output', undefined)
    }
  })
})
