import type { LogOutputChannel } from 'vscode'
import type { CaseExplorer } from '../cases/case-explorer.ts'
import type { RunChannel } from '../channel/run-channel.ts'
import type { RunHistory } from '../history/run-history.ts'
import type { Companions } from '../files/companions.ts'
import type { RunRecorder } from '../history/run-recorder.ts'
import type { ArgumentStore } from '../input/argument-store.ts'
import type { FileOffers } from '../run/file-offers.ts'
import type { InputSource } from '../input/input-source.ts'
import type { Languages } from '../language/languages.ts'
import type { Launcher } from '../run/launcher.ts'
import type { Planner } from '../run/planner.ts'
import type { RunController } from '../run/run-controller.ts'
import type { LocalChoice } from '../service/local-choice.ts'
import type { Service } from '../service/service.ts'
import type { TokenStore } from '../service/token-store.ts'
import type { RunTerminals } from '../terminal/run-terminals.ts'

/** All that commands need. */
export interface CommandContext {
  service: Service
  tokens: TokenStore
  local: LocalChoice
  languages: Languages
  planner: Planner
  companions: Companions
  offers: FileOffers
  programArgs: ArgumentStore
  input: InputSource
  controller: RunController
  launcher: Launcher
  terminals: RunTerminals
  recorder: RunRecorder
  history: RunHistory
  cases: CaseExplorer
  /** Created at first use, since it then appears in the list of channels. */
  channel: () => RunChannel
  log: LogOutputChannel
}

/** Runs a command; arguments come from menus, keybindings and other extensions, so they may be anything. */
export type Command = (context: CommandContext, ...args: unknown[]) => void | Promise<void>
