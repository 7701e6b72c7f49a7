import { fromBytes, type RunResult } from '@sandrun/shared'
import { ProgressLocation, commands, l10n, type TextDocument, Uri, window, workspace } from 'vscode'
import { addCase } from '../cases/case-files.ts'
import { asText, nameOf } from '../cases/case-set.ts'
import { readOf } from '../cases/typed-input.ts'
import { activeKey, documentFor, programIn } from '../run/program-source.ts'
import { abortSignalOf } from '../service/abort-signal.ts'
import { runOnce } from '../service/run-once.ts'
import { showFailure } from '../ui/failure-message.ts'
import type { Command, CommandContext } from './command.ts'

/** Makes a test case of the last run's typed input and its output. */
export const addCaseFromLastRun: Command = async (context, target) => {
  const last =
    context.recorder.last(target instanceof Uri ? target.toString() : activeKey()) ?? context.recorder.last(undefined)
  if (last === undefined) {
    void window.showInformationMessage(l10n.t('Run a program first: its input and output become a test case.'))
    return
  }
  const document = await documentFor(Uri.parse(last.key))
  if (document === undefined) return
  if (document.isUntitled) {
    void window.showInformationMessage(l10n.t('Save {0} first. Test cases are stored next to it.', last.title))
    return
  }
  try {
    const stdin = last.tty ? readOf(last.typed) : last.typed
    const expected = last.tty ? await outputFor(context, document, stdin) : asText(fromBytes(last.stdout))
    if (expected === undefined) return
    const { name, uri } = await addCase(document.uri, { stdin, expected })
    await context.cases.load(document.uri)
    await offer(name, uri, document)
  } catch (error) {
    await showFailure(error, {
      url: context.service.address,
      retry: () => void addCaseFromLastRun(context, document.uri),
    })
  }
}

/**
 * The program's output if it reads this from a pipe, as test cases do; a terminal mixes in the echo of the keys. On
 * failure shows it and returns undefined.
 */
async function outputFor(
  { service, planner }: CommandContext,
  document: TextDocument,
  stdin: string,
): Promise<string | undefined> {
  const program = await programIn(document)
  if (program === undefined) return undefined
  const result = await window.withProgress<RunResult | undefined>(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Running {0} with this input', program.fileName),
      cancellable: true,
    },
    async (_progress, token) => {
      const signal = abortSignalOf(token)
      const plan = await planner.plan(program, signal)
      return plan && (await runOnce(service, { ...plan.request, stdin }, { signal }))
    },
  )
  if (result?.verdict === 'ok' && result.run !== undefined) return asText(result.run.stdout)
  if (result !== undefined && result.verdict !== 'cancelled') {
    void window.showErrorMessage(l10n.t('No test case was added: {0} {1}', nameOf(document.uri), result.message))
  }
  return undefined
}

async function offer(name: string, uri: Uri, document: TextDocument): Promise<void> {
  const open = l10n.t('Open')
  const run = l10n.t('Run Test Cases')
  const text = l10n.t('Added test case {0} of {1}.', name, nameOf(document.uri))
  const chosen = await window.showInformationMessage(text, open, run)
  if (chosen === open) await window.showTextDocument(await workspace.openTextDocument(uri))
  if (chosen === run) await commands.executeCommand('sandrun.runCases', document.uri)
}
