import { exits, oneMore } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'
import { urlOption } from '../service/url-option.ts'

export const runCommand = new SandrunCommand('run', {
  about: 'Run a program in a sandbox',
  forms: ['[OPTIONS] FILE… [-- ARGS]', '[OPTIONS] -e CODE [-- ARGS]', '[OPTIONS] - [-- ARGS]'],
  hasProgram: true,
  notes:
    'The first FILE is the one that runs. A folder is sent whole, without hidden files. "-" reads the program from standard input.\n' +
    "The program uses the command's input and output, and its exit code is the command's. Images that it writes are saved in the current folder. Existing files are not replaced.",
  examples: [
    'sandrun run hello.py',
    'echo Ada | sandrun run greet.c -- --loud',
    'sandrun run --limit cpu=2s,memory=64m --time loop.js',
    "sandrun run -l python -e 'print(6 * 7)'",
    'sandrun run main.c list.c list.h --compile-arg=-O0 --stdin input.txt',
    'sandrun run solution.cpp --cases tests/',
    'sandrun run --watch server.ts',
    'sandrun run plot.py --output pictures',
    'sandrun run --json test.rb | jq -r .verdict',
  ],
})
runCommand
  .argument('[FILE...]')
  .option('-l, --lang <ID>', 'Set the language (default: from the file extension or the #! line)')
  .option('-e, --eval <CODE>', 'Run CODE instead of a file')
  .option('--stdin <FILE>', 'Read standard input from FILE')
  .option(
    '--limit <LIMITS>',
    'Set limits, for example cpu=2s,wall=5s,idle=1m,memory=64m,disk=8m,file=1m,output=64k,processes=8,open-files=64',
    oneMore,
  )
  .option('--compile-limit <LIMITS>', 'Set limits for the compiler, written as in --limit', oneMore)
  .option('--env <NAME=VALUE>', 'Set an environment variable; NAME alone passes your value (repeatable)', oneMore)
  .option('--compile-arg <ARG>', 'Pass ARG to the compiler (repeatable)', oneMore)
  .option('--cases <PATH>', 'Run each case: NAME.in and NAME.out in a folder, or a JSON file')
  .option(
    '--compare <exact|trim|tokens|float=1e-6>',
    'Compare output this way (default: ignore white space at line ends)',
  )
  .option('--fail-fast', 'Stop at the first case that fails')
  .option(
    '--collect <GLOB>',
    'Save files that match GLOB: out/*.csv, **/*.txt (repeatable; default: images)',
    oneMoreUnlessNone,
  )
  .option('--no-collect', 'Save no files, not even images')
  .option('-o, --output <FOLDER>', 'Save files in FOLDER (default: the current folder)')
  .option('-f, --force', 'Replace existing files')
  .option('-w, --watch', 'Run again whenever a file is saved')
  .option('--time', 'Print times and memory at the end')
  .option('--json', 'Print the whole result as JSON and nothing else')
  .option('--raw', 'Let output control your terminal: titles, clipboard, images')
  .addOption(urlOption)
  .action(exits(async (paths, options) => (await import('./run.ts')).run(paths, options, runCommand.rest)))

/** `--no-collect` wins once it is given. */
function oneMoreUnlessNone(glob: string, before?: string[] | false): string[] | false {
  return before === false ? false : oneMore(glob, before)
}
