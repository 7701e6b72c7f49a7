import { addCaseFromLastRun } from './add-case.ts'
import { clearHistory } from './clear-history.ts'
import type { Command } from './command.ts'
import { compareRuns } from './compare-runs.ts'
import { exportTestCases } from './export-cases.ts'
import { findTestCases } from './find-cases.ts'
import { importTestCases } from './import-cases.ts'
import { openRun } from './open-run.ts'
import { includeFolder } from './include-folder.ts'
import { includeUnsent } from './include-unsent.ts'
import { openSettings } from './open-settings.ts'
import { rerunFromHistory } from './rerun-run.ts'
import { rerun } from './rerun.ts'
import { runBlock } from './run-block.ts'
import { runCases } from './run-cases.ts'
import { runFile } from './run-file.ts'
import { runSelection } from './run-selection.ts'
import { runWithArguments } from './run-with-arguments.ts'
import { runWithInput } from './run-with-input.ts'
import { selectLanguage } from './select-language.ts'
import { sendEof } from './send-eof.ts'
import { sendInput } from './send-input.ts'
import { showLog } from './show-log.ts'
import { showMenu } from './show-menu.ts'
import { showOutput } from './show-output.ts'
import { showService } from './show-service.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { startService } from './start-service.ts'
import { stop } from './stop.ts'
import { switchService } from './switch-service.ts'
import { toggleCodeLens } from './toggle-code-lens.ts'

/** Every command, by its name in package.json. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'sandrun.run': runFile,
  'sandrun.runWithInput': runWithInput,
  'sandrun.runWithArguments': runWithArguments,
  'sandrun.runSelection': runSelection,
  'sandrun.rerun': rerun,
  'sandrun.stop': stop,
  'sandrun.sendInput': sendInput,
  'sandrun.sendEof': sendEof,
  'sandrun.includeFolder': includeFolder,
  'sandrun.includeUnsent': includeUnsent,
  'sandrun.selectLanguage': selectLanguage,
  'sandrun.showOutput': showOutput,
  'sandrun.showMenu': showMenu,
  'sandrun.showLog': showLog,
  'sandrun.openSettings': openSettings,
  'sandrun.signIn': signIn,
  'sandrun.signOut': signOut,
  'sandrun.showService': showService,
  'sandrun.switchService': switchService,
  'sandrun.startService': startService,
  'sandrun.runBlock': runBlock,
  'sandrun.toggleCodeLens': toggleCodeLens,
  'sandrun.runCases': runCases,
  'sandrun.findCases': findTestCases,
  'sandrun.addCase': addCaseFromLastRun,
  'sandrun.importCases': importTestCases,
  'sandrun.exportCases': exportTestCases,
  'sandrun.openRun': openRun,
  'sandrun.rerunFromHistory': rerunFromHistory,
  'sandrun.compareRuns': compareRuns,
  'sandrun.clearHistory': clearHistory,
}
