import { type QuickPickItem, type TextDocument, l10n, window } from 'vscode'
import type { GivenInput } from '../program/given-input.ts'
import type { InputSource } from '../input/input-source.ts'
import { documentFor, selectionIn } from '../run/program-source.ts'
import { unixLines } from '../program/program.ts'
import type { Command } from './command.ts'

interface InputItem extends QuickPickItem {
  get: () => Promise<GivenInput | undefined>
}

/** Asks where the program's input comes from, and runs it with that. */
export const runWithInput: Command = async ({ launcher, input }, target) => {
  const document = await documentFor(target)
  if (document === undefined) return
  const chosen = await window.showQuickPick(itemsFor(document, input), {
    title: l10n.t('Run with Input'),
    placeHolder: l10n.t('Where does the input come from?'),
  })
  const given = await chosen?.get()
  if (given === undefined) return
  await input.remember(document.uri.toString(), given)
  await launcher.run(document, { input: given })
}

function itemsFor(document: TextDocument, input: InputSource): InputItem[] {
  const last = input.last(document.uri.toString())
  const selected = selectionIn(document)?.text
  const items: (InputItem | false)[] = [
    last !== undefined && {
      label: l10n.t('$(history) Last Input'),
      description: last.name,
      get: () => Promise.resolve(last),
    },
    { label: l10n.t('$(edit) Text…'), description: l10n.t('typed once'), get: askForText },
    {
      label: l10n.t('$(file) File…'),
      get: async () => {
        const [uri] = (await window.showOpenDialog({ title: l10n.t('Input'), openLabel: l10n.t('Use as Input') })) ?? []
        return uri === undefined ? undefined : await input.file(uri)
      },
    },
    selected !== undefined && {
      label: l10n.t('$(selection) Selection'),
      description: l10n.t('{0} characters', selected.length),
      get: () => Promise.resolve({ name: l10n.t('selection'), data: unixLines(selected) }),
    },
    { label: l10n.t('$(clippy) Clipboard'), get: () => input.clipboard() },
    {
      label: l10n.t('$(circle-slash) Nothing'),
      description: l10n.t('the input ends at once'),
      get: () => Promise.resolve({ name: l10n.t('nothing'), data: '' }),
    },
  ]
  return items.filter((item) => item !== false)
}

async function askForText(): Promise<GivenInput | undefined> {
  const typed = await window.showInputBox({
    title: l10n.t('Input'),
    prompt: l10n.t('\\n begins a new line, \\\\ is a backslash.'),
    ignoreFocusOut: true,
  })
  if (typed === undefined) return undefined
  const text = typed.replace(/\\(n|\\)/g, (_, character) => (character === 'n' ? '\n' : '\\'))
  return { name: l10n.t('text'), data: text.endsWith('\n') ? text : `${text}\n` }
}
