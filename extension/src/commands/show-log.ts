import type { Command } from './command.ts'

/** Shows what the extension has done, without programs, output or tokens. */
export const showLog: Command = ({ log }) => {
  log.show()
}
