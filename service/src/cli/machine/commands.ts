import { exits } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'
import { UsageError } from '../command/usage-error.ts'

export const doctorCommand = new SandrunCommand('doctor', {
  about: 'Find problems on this machine and say how to fix them',
  notes:
    "--attack runs Sandrun's own test attacks in sandboxes on this machine, for at most ten minutes, without harm to it.\n" +
    'For each attack, the report shows the expected result, the observed result and the impact if it is not contained.\n' +
    'The exit code is 1 if a problem must be fixed first or an attack was not contained.',
  examples: [
    'sandrun doctor',
    'sandrun doctor --attack --report attacks.html',
    'sandrun doctor --attack --json | jq .counts',
  ],
})
  .option('--attack', 'Attack this machine from its own sandboxes and report the results')
  .option('--only <GROUP>', 'With --attack, run one group of attacks: escape, exhaustion or tampering')
  .option('--minutes <NUMBER>', 'With --attack, stop after NUMBER minutes (10); a slow machine needs more')
  .option('--json', 'With --attack, print the report as JSON')
  .option('--report <FILE>', 'With --attack, write the report to FILE as a web page')
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
  throw new UsageError(`--${name} needs --attack.`, `Usage: sandrun doctor --attack --${name}`)
}

export const nodesCommand = new SandrunCommand('nodes', {
  about: 'List the nodes in a cluster',
  notes: "Set SANDRUN_REDIS to the address of the cluster's Redis.",
  examples: ['SANDRUN_REDIS=rediss://redis.example sandrun nodes', 'sandrun nodes --json | jq length'],
})
  .option('--json', 'Print every detail as JSON')
  .action(exits(async (options) => (await import('./nodes.ts')).showNodes(options)))

export const benchCommand = new SandrunCommand('bench', {
  about: 'Measure Sandrun against plain containers on this machine',
  notes:
    'The bench takes a few minutes; leave the machine idle meanwhile. The exit code is 1 if a figure misses its target.',
  examples: ['sandrun bench > figures.md'],
}).action(exits(async () => (await import('./bench.ts')).bench()))

export const uninstallCommand = new SandrunCommand('uninstall', {
  about: 'Remove every Sandrun container, image and volume',
  notes: 'Active runs end. The build tools that "npm start" installed stay in ~/.cache/sandrun.',
  examples: ['sandrun uninstall'],
}).action(exits(async () => (await import('./uninstall.ts')).uninstall()))
