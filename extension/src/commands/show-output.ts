import { activeKey } from '../run/program-source.ts'
import { settings } from '../settings.ts'
import type { Command } from './command.ts'

/** Brings the place to the front where the active file's run, or the last one, is shown. */
export const showOutput: Command = ({ terminals, launcher, channel }) => {
  const shown = [activeKey(), launcher.last].some((key) => key !== undefined && terminals.show(key))
  if (!shown || settings.output === 'channel') channel().show()
}
