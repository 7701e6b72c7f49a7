import { exits } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'
import { urlOption } from './url-option.ts'

export const serveCommand = new SandrunCommand('serve', {
  about: 'Start the service',
  notes: 'Environment variables set everything else: docs/operations.md.',
  examples: ['sandrun serve', 'SANDRUN_TOKEN=$(openssl rand -hex 24) sandrun serve --host 0.0.0.0 --port 9000'],
})
  .option('--host <ADDRESS>', 'Listen on ADDRESS (default: 127.0.0.1; env: HOST)')
  .option(
    '--role <ROLE>',
    'Join the cluster at SANDRUN_REDIS as gateway, worker or all (default: all; env: SANDRUN_ROLE)',
  )
  .option('-p, --port <NUMBER>', 'Listen on port NUMBER; 0 picks a free one (default: 8080; env: PORT)')
  .option(
    '--shared <FOLDER>',
    'Serve editor windows: listen on a free port, record it in FOLDER, stop after the last window',
  )
  .option('--linger <SECONDS>', 'With --shared, wait SECONDS for the next window (default: 300)')
  .action(
    exits(async ({ shared, linger, ...options }) =>
      shared === undefined
        ? (await import('./serve.ts')).runService({ ...options, ...(linger !== undefined && { linger }) })
        : (await import('./shared-service.ts')).runSharedService({ shared, ...(linger !== undefined && { linger }) }),
    ),
  )

export const languagesCommand = new SandrunCommand('languages', {
  about: 'List the languages the service can run',
  examples: ['sandrun languages', "sandrun languages --json | jq -r '.[] | select(.available).id'"],
})
  .option('--json', 'Print every detail as JSON')
  .addOption(urlOption)
  .action(exits(async (options) => (await import('./languages.ts')).listLanguages(options)))

export const mcpCommand = new SandrunCommand('mcp', {
  about: 'Let an AI agent run code: serve the Model Context Protocol on stdin and stdout',
  notes: 'HTTP clients do not need this command: the service answers at /mcp.',
  examples: ['sandrun mcp --url https://runs.example'],
})
  .addOption(urlOption)
  .action(exits(async (options) => (await import('./mcp.ts')).serveMcp(options)))
