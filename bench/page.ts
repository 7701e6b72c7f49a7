import { capacitySection } from './capacity/section.ts'
import { type LanguageFigures, ratio, type Report } from './report.ts'
import { median } from './statistics.ts'
import { isMissed, targetOf, whyMissed } from './targets.ts'
import { throughputTable } from './throughput-table.ts'

export const ms = (value: number): string => `${value.toFixed(1)} ms`
export const times = (value: number): string => `${value.toFixed(2)} ×`

/** What no prepared runtime covers, and why. The figures are of 2026-11-28: the bench does not measure them. */
const STILL_STARTS = [
  '## What still starts at the run',
  '',
  'A sandbox holds one prepared runtime, and every other command first ends it. So a language that compiles has a',
  'prepared compiler or none, and its program starts normally. Processor time of hello, median of 5, by the commands of',
  'the pack in its image, on 2026-11-28:',
  '',
  '| language | compiler, not prepared | program |',
  '| --- | --- | --- |',
  '| `java` | 500 ms | 65 ms |',
  '| `typescript` | 226 ms | 45 ms |',
  '| `erlang` | 370 ms | 220 ms |',
  '| `dart` | 450 ms | 150 ms |',
  '',
  'Five sixths of TypeScript is its compiler. It is a static executable, which loads no library, so the library that',
  'waits in a runtime cannot wait in it. A prepared Node.js would save at most 45 of 271 ms.',
  '',
  'Of Dart’s compiler, 20 ms come before it reads its arguments, and only these could wait. Bun takes 10 ms of processor',
  'time in all, and Deno looks for its program after a fifth of its start. Raku’s virtual machine looks at its standard',
  'streams before it loads anything, and does not look again.',
  '',
  'The end of a command kills every process of the sandbox at once, so that no fork escapes. A second runtime that waits',
  'during the compilation would have to survive this, and its memory would count in the peak of the compiler.',
  '',
]

/** Why rows of the comparison miss their targets. The figures are of 2026-11-28: the bench does not measure them. */
const WHY_ROWS_MISS = [
  'These need processor time that Sandrun has no influence on, measured on 2026-11-28:',
  '',
  '- The command: Node.js takes 18 ms to load its own modules for HTTP and cryptography, which a WebSocket needs and',
  '  which Node.js can’t keep in a startup snapshot. The schemas and the other code take as long again.',
  '- The cases: of 8 ms for a case, 5 belong to the copy of Python, which copies 700 pages of memory until it ends. With',
  '  a second processor, a second sandbox takes half of the cases',
  '  ([ADR 45](adr/0045-cases-in-spare-sandboxes.md)).',
  '- The first thirty at once: no sandboxes wait for them yet, and dockerd makes seven or eight a second here.',
  '',
  'Of 64 programs in a row, up to half find sandboxes that the pool has made in advance. After thirty programs at once, it',
  'keeps as many sandboxes for the next ten minutes.',
  '',
]

/** docs/performance.md. */
export function page({ comparison, languages, throughput, capacity }: Report): string {
  const { machine, date, rows } = comparison
  return [
    '# Performance',
    '',
    'This page shows how fast Sandrun is, and the command that measures each figure. All figures are medians; the',
    'compared commands run in turn on one machine. `npm run bench` measures everything, and `npm run bench -- python java`',
    'measures hello in these languages. With `SANDRUN_BENCH_WRITE=1` the bench writes the figures into `performance.json`,',
    'this page and its chart.',
    '',
    '## Hello by language',
    '',
    '![Time to the first byte of hello in each language against the bare command](images/hello.svg)',
    '',
    'The time from the request to the first byte, compilation included. "Bare" is the same program, started by hand in a',
    'plain container of the same image: with the same command for interpreters and most compilers, and with the plain',
    'compiler for C++, D and Rust, without precompiled headers and another linker. The compile cache is off.',
    '',
    languageTable(languages),
    `Measured on ${[...new Set(languages.map((one) => `${one.machine}, ${one.date}`))].join(';\n')}.`,
    '',
    'If only a sandbox waits, its steps add 1 to 4 ms to the start of an interpreter.',
    '',
    ...missedSection(languages),
    ...STILL_STARTS,
    '## Compared with Docker',
    '',
    '| measurement | figure | target | |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ what, figure, wanted, met }) => `| ${what} | ${figure} | ${wanted} | ${met ? '' : 'missed'} |`),
    '',
    `Measured on ${machine}, ${date}.`,
    '',
    ...WHY_ROWS_MISS,
    ...(throughput === undefined ? [] : throughputSection(throughput)),
    ...(capacity === undefined ? [] : capacitySection(capacity)),
    '[Top](../README.md)',
    '',
  ].join('\n')
}

/** The most that the median over all languages may be. */
const MEDIAN_TARGET = 0.5

const WHY_MEDIAN =
  '- The median: only a runtime that waits makes a start shorter than half, and fewer than half of the languages have one. The others start the plain compiler or interpreter, or spend most of their time in a compiler.'

function missedSection(languages: Report['languages']): string[] {
  const why = whyMissed(languages)
  if (median(languages.map(ratio)) > MEDIAN_TARGET) why.push(WHY_MEDIAN)
  return why.length === 0 ? [] : ['Why languages miss their targets:', '', ...why.flatMap(wrapped), '']
}

/** The lines of one item of a list, each of at most 120 columns. */
function wrapped(item: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of item.split(' ')) {
    if (`${line} ${word}`.length > 120) {
      lines.push(line)
      line = `  ${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function throughputSection({ machine, date, programs, atOnce, figures }: NonNullable<Report['throughput']>): string[] {
  return [
    '## Many small programs',
    '',
    `\`npm run bench -- throughput --programs ${programs}\` sends ${programs} programs of one principal`,
    `through each API, ${atOnce} at once. Each program is different and prints a number, so each compilation is a new one.`,
    '',
    throughputTable(figures),
    `Measured on ${machine}, ${date}.`,
    '',
  ]
}

/** A row for each language, in their order, and the median over them. */
export function languageTable(figures: readonly LanguageFigures[]): string {
  const rows = figures.map((one) => {
    const [least, most] = one.spread
    return `| \`${one.id}\` | ${ms(one.sandrun)} | ${ms(least)} to ${ms(most)} | ${ms(one.bare)} | ${times(ratio(one))} | ${targetOf(one)}${isMissed(one) ? ', missed' : ''} | ${one.start} |`
  })
  const over = median(figures.map(ratio))
  return [
    '| language | Sandrun | spread | bare | ratio | target | ready in advance |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    `| median | | | | ${times(over)} | ≤ ${MEDIAN_TARGET} ×${over > MEDIAN_TARGET ? ', missed' : ''} | |`,
    '',
  ].join('\n')
}
