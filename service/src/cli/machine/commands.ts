import { exits } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'
import { UsageError } from '../command/usage-error.ts'

export const doctorCommand = new SandrunCommand('doctor', {
  about: 'look for what is wrong, and say how to mend it',
  notes:
    '--attack runs the attacks that Sandrun is tested with in sandboxes of this machine, within ten minutes and without harm to it, and\n' +
    'tells of each what it tries, what was expected, what happened and what it would mean.\n' +
    'The exit code is 1 when something must be mended first, or an attack was not contained.',
  examples: [
    'sandrun doctor',
    'sandrun doctor --attack --report attacks.html',
    'sandrun doctor --attack --json | jq .counts',
  ],
})
  .option('--attack', 'attack this machine from its own sandboxes, and report')
  .option('--json', 'of --attack: print the report as JSON')
  .option('--report <FILE>', 'of --attack: write it as a page to keep')
  .action(
    exits(async ({ attack = false, ...options }) => {
      if (attack) return (await import('./attack.ts')).attackMachine(options)
      refuseWithoutAttack(options)
      return (await import('./doctor.ts')).examineMachine()
    }),
  )

function refuseWithoutAttack(options: object): void {
  const [name] = Object.keys(options)
  if (name === undefined) return
  throw new UsageError(`--${name} is of the report on attacks.`, `Write: sandrun doctor --attack --${name}`)
}

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
