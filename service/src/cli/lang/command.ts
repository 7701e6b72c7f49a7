import { Option } from '@commander-js/extra-typings'
import { exits, oneMore } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'
import { urlOption } from '../service/url-option.ts'

/** The options that choose packs. */
const starter = new Option('--starter', 'those that are there from the start')
const changed = new Option('--changed', 'those that differ from the main branch, by git')
const offline = new Option('--offline', 'those that need nothing but Debian, npm and NuGet')
const all = new Option('--all', 'all of them')

const list = new SandrunCommand('list', { about: 'what there is, built or not, and warm' })
  .addOption(urlOption)
  .action(exits(async ({ url }) => (await import('./list.ts')).list(url)))

const build = new SandrunCommand('build', {
  about: 'build the images that are missing or stale',
  examples: ['sandrun lang build rust kotlin', 'sandrun lang build --all --prune'],
})
  .argument('[ID...]')
  .addOption(starter)
  .addOption(changed)
  .addOption(offline)
  .addOption(all)
  .option('--lines', "print the builder's own lines too")
  .option('--prune', 'then remove the images that newer ones replaced')
  .action(exits(async (ids, options) => (await import('./build.ts')).build(ids, options)))

const test = new SandrunCommand('test', {
  about: 'build what is stale, run every test of the packs, and show what each language proves',
  examples: ['sandrun lang test fennel', 'sandrun lang test --changed --minutes 20'],
})
  .argument('[ID...]')
  .addOption(starter)
  .addOption(changed)
  .addOption(offline)
  .addOption(all)
  .option('--minutes <NUMBER>', 'of --changed, --all and --offline as many as this time allows')
  .option('--report <FILE>', 'write the counts there as JSON')
  .action(exits(async (ids, options) => (await import('./test.ts')).test(ids, options)))

const push = new SandrunCommand('push', {
  about: 'push built images to a registry, where services with SANDRUN_IMAGES find them',
  notes: 'By the docker command: docker login first, where the registry asks who you are. The agent goes with them.',
  question: 'where to?',
  examples: ['sandrun lang push registry.example/sandrun --starter', 'sandrun lang push localhost:5000/sandrun bash'],
})
  .argument('<REGISTRY/PREFIX>')
  .argument('[ID...]')
  .addOption(starter)
  .addOption(changed)
  .addOption(offline)
  .addOption(all)
  .option('--suffix <TEXT>', 'what the tags end with, as -arm64, before a list of architectures is made of them')
  .action(exits(async (registry, ids, options) => (await import('./push.ts')).push(registry, ids, options)))

const newPack = new SandrunCommand('new', {
  about: 'write a pack in which two fields are left to fill in',
  question: 'which id?',
  examples: ['sandrun lang new fennel', 'sandrun lang new moonscript --package lua5.4 --extension .moon'],
})
  .argument('<ID>')
  .option('--package <NAME>', 'a Debian package to install (default: ID)', oneMore)
  .option('--extension <.EXT>', 'what its files end with (default: .ID)')
  .action(exits(async (id, options) => (await import('./new.ts')).newPack(id, options)))

const add = new SandrunCommand('add', {
  about: 'take a pack from elsewhere, once it is found to be in order',
  question: 'from where?',
  examples: ['sandrun lang add https://git.example/fennel.git'],
})
  .argument('<FOLDER|ARCHIVE|GIT-URL>')
  .action(exits(async (source) => (await import('./add.ts')).add(source)))

const remove = new SandrunCommand('remove', {
  about: "remove a pack's folder and its image",
  question: 'which ones?',
  examples: ['sandrun lang remove fennel', 'sandrun lang remove --image-only --yes haskell'],
})
  .argument('<ID...>')
  .option('--image-only', 'the image, but not the pack')
  .option('-y, --yes', 'without a question')
  .action(exits(async (ids, options) => (await import('./remove.ts')).remove(ids, options)))

const prune = new SandrunCommand('prune', { about: 'remove images of ours that newer ones have replaced' }).action(
  exits(async () => (await import('./prune.ts')).prune()),
)

export const langCommand = new SandrunCommand('lang', {
  about: 'list the language packs, build their images, run their tests, add and remove some',
  examples: [
    'sandrun lang list',
    'sandrun lang build rust kotlin',
    'sandrun lang test --changed',
    'sandrun lang new fennel',
  ],
})
for (const command of [list, build, push, test, newPack, add, remove, prune]) langCommand.addCommand(command)
