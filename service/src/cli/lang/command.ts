import { Option } from '@commander-js/extra-typings'
import { exits, oneMore } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'
import { urlOption } from '../service/url-option.ts'

/** The options that choose packs. */
const starter = new Option('--starter', 'Select the starter languages')
const changed = new Option('--changed', 'Select packs that differ from the main branch in git')
const offline = new Option('--offline', 'Select packs that need only Debian, npm and NuGet')
const all = new Option('--all', 'Select all packs')

const list = new SandrunCommand('list', { about: 'List language packs, their images and their warm sandboxes' })
  .addOption(urlOption)
  .action(exits(async ({ url }) => (await import('./list.ts')).list(url)))

const build = new SandrunCommand('build', {
  about: 'Build images that are missing or stale',
  examples: ['sandrun lang build rust kotlin', 'sandrun lang build --all --prune'],
})
  .argument('[ID...]')
  .addOption(starter)
  .addOption(changed)
  .addOption(offline)
  .addOption(all)
  .option('--lines', "Print the builder's output too")
  .option('--prune', 'Then remove images and volumes that newer ones replaced')
  .action(exits(async (ids, options) => (await import('./build.ts')).build(ids, options)))

const test = new SandrunCommand('test', {
  about: 'Build stale images, run every test of the packs, and print the results',
  examples: ['sandrun lang test fennel', 'sandrun lang test --changed --minutes 20'],
})
  .argument('[ID...]')
  .addOption(starter)
  .addOption(changed)
  .addOption(offline)
  .addOption(all)
  .option('--minutes <NUMBER>', 'With --changed, --all or --offline, test as many packs as fit in NUMBER minutes')
  .option('--report <FILE>', 'Write the counts to FILE as JSON')
  .action(exits(async (ids, options) => (await import('./test.ts')).test(ids, options)))

const push = new SandrunCommand('push', {
  about: 'Push built images to a registry, for services with SANDRUN_IMAGES',
  notes: 'The agent is pushed too. Run docker login first if the registry requires it.',
  examples: ['sandrun lang push registry.example/sandrun --starter', 'sandrun lang push localhost:5000/sandrun bash'],
})
  .argument('<REGISTRY/PREFIX>')
  .argument('[ID...]')
  .addOption(starter)
  .addOption(changed)
  .addOption(offline)
  .addOption(all)
  .option('--suffix <TEXT>', 'Append TEXT to the tags, such as -arm64')
  .action(exits(async (registry, ids, options) => (await import('./push.ts')).push(registry, ids, options)))

const newPack = new SandrunCommand('new', {
  about: 'Create a language pack with two fields to fill in',
  examples: ['sandrun lang new fennel', 'sandrun lang new moonscript --package lua5.4 --extension .moon'],
})
  .argument('<ID>')
  .option('--package <NAME>', 'Install a Debian package (repeatable; default: ID)', oneMore)
  .option('--extension <.EXT>', 'Set the file extension (default: .ID)')
  .action(exits(async (id, options) => (await import('./new.ts')).newPack(id, options)))

const add = new SandrunCommand('add', {
  about: 'Check a language pack from elsewhere and add it',
  examples: ['sandrun lang add https://git.example/fennel.git'],
})
  .argument('<FOLDER|ARCHIVE|GIT-URL>')
  .action(exits(async (source) => (await import('./add.ts')).add(source)))

const remove = new SandrunCommand('remove', {
  about: "Remove a pack's folder and image",
  examples: ['sandrun lang remove fennel', 'sandrun lang remove --image-only --yes haskell'],
})
  .argument('<ID...>')
  .option('--image-only', 'Remove the image and keep the pack')
  .option('-y, --yes', 'Do not ask')
  .action(exits(async (ids, options) => (await import('./remove.ts')).remove(ids, options)))

const prune = new SandrunCommand('prune', { about: 'Remove images and volumes that newer ones replaced' }).action(
  exits(async () => (await import('./prune.ts')).prune()),
)

export const langCommand = new SandrunCommand('lang', {
  about: 'List, build and test language packs',
  examples: [
    'sandrun lang list',
    'sandrun lang build rust kotlin',
    'sandrun lang test --changed',
    'sandrun lang new fennel',
  ],
})
for (const command of [list, build, push, test, newPack, add, remove, prune]) langCommand.addCommand(command)
