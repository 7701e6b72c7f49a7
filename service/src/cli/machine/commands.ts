import { exits } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'

export const doctorCommand = new SandrunCommand('doctor', {
  about: 'look for what is wrong, and say how to mend it',
  notes: 'The exit code is 1 when something must be mended first.',
  examples: ['sandrun doctor'],
}).action(exits(async () => (await import('./doctor.ts')).examineMachine()))

export const nodesCommand = new SandrunCommand('nodes', {
  about: 'list the machines of a cluster',
  notes: 'Of the one that meets at SANDRUN_REDIS.',
  examples: ['SANDRUN_REDIS=rediss://redis.example sandrun nodes', 'sandrun nodes --json | jq length'],
})
  .option('--json', 'print all that is known of them as JSON')
  .action(exits(async (options) => (await import('./nodes.ts')).showNodes(options)))

export const benchCommand = new SandrunCommand('bench', {
  about: 'measure this machine: Sandrun beside plain containers',
  notes:
    'It takes some minutes and wants a machine that does nothing else. The exit code is 1 when a figure is missed.',
  examples: ['sandrun bench > figures.md'],
}).action(exits(async () => (await import('./bench.ts')).bench()))

export const uninstallCommand = new SandrunCommand('uninstall', {
  about: 'remove every container, image and volume of ours',
  notes: 'Runs that go on are ended. What "npm start" brought for building stays in ~/.cache/sandrun.',
  examples: ['sandrun uninstall'],
}).action(exits(async () => (await import('./uninstall.ts')).uninstall()))
