import { exits } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'
import { urlOption } from './url-option.ts'

export const serveCommand = new SandrunCommand('serve', {
  about: 'start the service',
  notes: 'Everything else is set by environment variables: docs/operations.md.',
  examples: ['sandrun serve', 'SANDRUN_TOKEN=$(openssl rand -hex 24) sandrun serve --host 0.0.0.0 --port 9000'],
})
  .option('--host <ADDRESS>', 'where to listen (HOST, else 127.0.0.1)')
  .option('--role <ROLE>', 'gateway, worker, or all (SANDRUN_ROLE, else all), of a cluster that meets at SANDRUN_REDIS')
  .option('-p, --port <NUMBER>', 'on which port (PORT, else 8080; 0 takes a free one)')
  .option(
    '--shared <FOLDER>',
    'for the windows of an editor: on a free port, which the folder knows, until none is left',
  )
  .option('--linger <SECONDS>', 'with --shared: how long to wait for the next window (300)')
  .action(
    exits(async ({ shared, linger, ...options }) =>
      shared === undefined
        ? (await import('./serve.ts')).runService(options)
        : (await import('./shared-service.ts')).runSharedService({ shared, ...(linger !== undefined && { linger }) }),
    ),
  )

export const languagesCommand = new SandrunCommand('languages', {
  about: 'list what the service can run',
  examples: ['sandrun languages', "sandrun languages --json | jq -r '.[] | select(.available).id'"],
})
  .option('--json', 'print all that is known of them as JSON')
  .addOption(urlOption)
  .action(exits(async (options) => (await import('./languages.ts')).listLanguages(options)))

export const mcpCommand = new SandrunCommand('mcp', {
  about: 'let an AI agent run code: a Model Context Protocol server on stdin and stdout',
  notes: 'A client that speaks HTTP needs no command: the service itself answers at /mcp.',
  examples: ['sandrun mcp --url https://runs.example'],
})
  .addOption(urlOption)
  .action(exits(async (options) => (await import('./mcp.ts')).serveMcp(options)))
