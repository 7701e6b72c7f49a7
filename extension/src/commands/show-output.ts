import { activeKey } from '../run/program-source.ts'
import { settings } from '../settings.ts'
import type { Command } from './command.ts'

/** Brings the output of the active file's run, or of the last one, to the front. */
export const showOutput: Command = ({ terminals, launcher, channel }) => {
  const shown = [activeKey(), launcher.last].some((key) => key !== undefined && terminals.show(key))
  if (!shown || settings.output === 'channel') channel().show()
}
