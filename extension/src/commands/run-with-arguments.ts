import { SandrunError, splitArguments } from '@sandrun/shared'
import { l10n, window } from 'vscode'
import { documentFor } from '../run/program-source.ts'
import type { Command } from './command.ts'

/** Asks for the file's arguments, remembers them for the file, and runs it. */
export const runWithArguments: Command = async ({ launcher, programArgs }, target) => {
  const document = await documentFor(target)
  if (document === undefined) return
  const key = document.uri.toString()
  const typed = await window.showInputBox({
    title: l10n.t('Arguments'),
    prompt: l10n.t(
      'Spaces separate arguments; quotes keep one together. This file keeps its arguments until you clear them.',
    ),
    value: programArgs.typedFor(key),
    validateInput: whyNot,
    ignoreFocusOut: true,
  })
  if (typed === undefined || whyNot(typed) !== null) return
  await programArgs.set(key, typed.trim())
  await launcher.run(document)
}

/** Why a text is not a list of arguments; null if it is. */
function whyNot(text: string): string | null {
  try {
    splitArguments(text)
    return null
  } catch (error) {
    if (error instanceof SandrunError) return l10n.t('The arguments have an open quote or end with a backslash.')
    throw error
  }
}
