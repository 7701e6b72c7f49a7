import { type Command, didYouMean, UsageError } from '../command/command.ts'

/** Every subcommand, in the order the help shows them. Only what is asked for is loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('../run/run.ts')).runCommand,
  serve: async () => (await import('../service/serve.ts')).serveCommand,
  languages: async () => (await import('../service/languages.ts')).languagesCommand,
  lang: async () => (await import('../lang/lang.ts')).langCommand,
  config: async () => (await import('../config/config.ts')).configCommand,
  token: async () => (await import('../token/token.ts')).tokenCommand,
  mcp: async () => (await import('../service/mcp.ts')).mcpCommand,
  doctor: async () => (await import('../machine/doctor.ts')).doctorCommand,
  bench: async () => (await import('../machine/bench.ts')).benchCommand,
  completion: async () => (await import('./completion/completion.ts')).completionCommand,
  uninstall: async () => (await import('../machine/uninstall.ts')).uninstallCommand,
}

/** All of them, by name. */
export async function loadCommands(): Promise<Map<string, Command>> {
  return new Map(await Promise.all(Object.entries(COMMANDS).map(async ([name, load]) => [name, await load()] as const)))
}

/** Throws a UsageError that names the nearest command. */
export async function loadCommand(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (load !== undefined) return load()
  if (/[./]/.test(name)) throw new UsageError(`"${name}" is no command.`, `To run a file: sandrun run ${name}`)
  const nearest = didYouMean(name, Object.keys(COMMANDS))
  throw new UsageError(`There is no command "${name}".`, `${nearest}"sandrun help" lists them all.`)
}
