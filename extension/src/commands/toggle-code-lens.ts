import { settings } from '../settings.ts'
import type { Command } from './command.ts'

/** Shows or hides ▷ above main functions and code blocks. */
export const toggleCodeLens: Command = async () => {
  await settings.setCodeLens(!settings.codeLens)
}
