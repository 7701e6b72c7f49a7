import { SandrunCommand } from '../command/command.ts'
import { configCommand } from '../config/command.ts'
import { langCommand } from '../lang/command.ts'
import { benchCommand, doctorCommand, nodesCommand, uninstallCommand } from '../machine/commands.ts'
import { VERSION } from '../../model/version.ts'
import { runCommand } from '../run/command.ts'
import { languagesCommand, mcpCommand, serveCommand } from '../service/commands.ts'
import { tokenCommand } from '../token/command.ts'
import { completionCommand } from './completion/command.ts'
import { helpCommand } from './help.ts'

/** In the order of the help. */
const COMMANDS = [
  runCommand,
  serveCommand,
  languagesCommand,
  langCommand,
  configCommand,
  tokenCommand,
  mcpCommand,
  doctorCommand,
  nodesCommand,
  benchCommand,
  completionCommand,
  uninstallCommand,
  helpCommand,
]

/** The table of all commands: parsing, help, suggestions and completions use it. Commands are loaded when called. */
export const app = new SandrunCommand('sandrun', {
  about: 'Run programs in a sandbox.',
  notes: 'Run "sandrun help COMMAND" for more about a command. Manual: docs/cli.md.',
  examples: ['sandrun run hello.py', 'echo Ada | sandrun run greet.c -- --loud'],
})
app.version(VERSION, '-v, --version', 'Print the version')
for (const command of COMMANDS) app.addCommand(command)
