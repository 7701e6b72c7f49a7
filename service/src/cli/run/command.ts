import { exits, oneMore } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'
import { urlOption } from '../service/url-option.ts'

export const runCommand = new SandrunCommand('run', {
  about: 'run a program; its input, output and exit code are yours',
  forms: ['[OPTIONS] FILE… [-- ARGS]', '[OPTIONS] -e CODE [-- ARGS]', '[OPTIONS] - [-- ARGS]'],
  hasProgram: true,
  notes:
    'The first FILE is started; folders are taken whole, without what is hidden. "-" reads the program from standard input.\n' +
    'Pictures the program writes are saved here, never over a file that is there.',
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
  .option('-l, --lang <ID>', 'the language, where extension and #! do not tell it')
  .option('-e, --eval <CODE>', 'run this instead of a file')
  .option('--stdin <FILE>', 'standard input comes from this file')
  .option(
    '--limit <LIMITS>',
    'cpu=2s,wall=5s,idle=1m,memory=64m,disk=8m,file=1m,output=64k,processes=8,open-files=64',
    oneMore,
  )
  .option('--compile-limit <LIMITS>', 'the same for the compiler', oneMore)
  .option('--env <NAME=VALUE>', 'an environment variable; NAME alone passes yours', oneMore)
  .option('--compile-arg <ARG>', 'an argument of the compiler', oneMore)
  .option('--cases <PATH>', 'run for each NAME.in of a folder, compare with NAME.out; or a JSON file')
  .option('--compare <exact|trim|tokens|float=1e-6>', 'how; without it white space at line ends does not count')
  .option('--fail-fast', 'stop at the first case that fails')
  .option('--collect <GLOB>', 'bring these files back: out/*.csv, **/*.txt', oneMoreUnlessNone)
  .option('--no-collect', 'bring nothing back; else pictures are')
  .option('-o, --output <FOLDER>', 'where files that are brought back are saved, here by default')
  .option('-f, --force', 'replace files that are there')
  .option('-w, --watch', 'run again whenever a file is saved')
  .option('--time', 'show times and memory at the end')
  .option('--json', 'print the whole result as JSON, and nothing else')
  .option('--raw', 'let output drive your terminal: titles, clipboard, images')
  .addOption(urlOption)
  .action(exits(async (paths, options) => (await import('./run.ts')).run(paths, options, runCommand.rest)))

/** Once `--no-collect` is said, it holds. */
function oneMoreUnlessNone(glob: string, before?: string[] | false): string[] | false {
  return before === false ? false : oneMore(glob, before)
}
