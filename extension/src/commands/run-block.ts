import { l10n, window } from 'vscode'
import { fencedBlocks } from '../lens/fenced-blocks.ts'
import { documentFor } from '../run/program-source.ts'
import type { Command } from './command.ts'

/** Runs the Markdown code block that begins on this line, or the one at the cursor. */
export const runBlock: Command = async ({ launcher }, target, at) => {
  const document = await documentFor(target)
  if (document === undefined) return
  const line = typeof at === 'number' ? at : (window.activeTextEditor?.selection.active.line ?? 0)
  const block = fencedBlocks(document.getText()).find((it) => it.line <= line && line <= it.end)
  if (block === undefined) {
    void window.showInformationMessage(l10n.t('Put the cursor in a code block that names its language.'))
    return
  }
  const { code, tag } = block
  await launcher.run(document, { selection: { text: code, startLine: block.line + 1, startColumn: 0, language: tag } })
}
