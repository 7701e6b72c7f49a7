import type { Command } from './command.ts'

/** Shows the extension's log, which has no programs, output or tokens. */
export const showLog: Command = ({ log }) => {
  log.show()
}
