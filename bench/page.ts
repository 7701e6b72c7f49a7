import { type LanguageFigures, ratio, type Report } from './report.ts'
import { median } from './statistics.ts'
import { throughputTable } from './throughput-table.ts'

export const ms = (value: number): string => `${value.toFixed(1)} ms`
export const times = (value: number): string => `${value.toFixed(2)} ×`

/** docs/performance.md. */
export function page({ comparison, languages, throughput }: Report): string {
  const { machine, date, rows } = comparison
  return [
    '# Performance',
    '',
    'Medians, the compared commands in turn on one machine. `npm run bench` measures all of it; `npm run bench -- python java` measures hello',
    'in the languages it names. With `SANDRUN_BENCH_WRITE=1` the figures go into `performance.json`, and from there into this page and its chart.',
    '',
    '## Hello by language',
    '',
    '![Time to the first byte of hello in each language against the bare command](images/hello.svg)',
    '',
    'From asking to the first byte, compiling included, against the same program started by hand in a plain container of the same image: for',
    'interpreters and most compilers the same command, for C++, D and Rust the plain compiler without our precompiled headers and linker.',
    'Nothing comes from the compile cache.',
    '',
    languageTable(languages),
    `Measured on ${[...new Set(languages.map((one) => `${one.machine}, ${one.date}`))].join('; ')}.`,
    '',
    'Where only a sandbox waits, its own steps come on top of the program’s: 1 to 4 ms for an interpreter.',
    '',
    '## Compared with Docker',
    '',
    '| what | figure | wanted | |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ what, figure, wanted, met }) => `| ${what} | ${figure} | ${wanted} | ${met ? '' : 'missed'} |`),
    '',
    `Measured on ${machine}, ${date}.`,
    '',
    ...(throughput === undefined ? [] : throughputSection(throughput)),
    '[Top](../README.md)',
    '',
  ].join('\n')
}

function throughputSection({ machine, date, programs, atOnce, figures }: NonNullable<Report['throughput']>): string[] {
  return [
    '## Many small programs',
    '',
    `${programs} programs of one principal through each API, ${atOnce} at once, no two the same: \`npm run bench -- throughput\`. They print a`,
    'number; what is compiled is compiled each time.',
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
    return `| \`${one.id}\` | ${ms(one.sandrun)} | ${ms(least)} to ${ms(most)} | ${ms(one.bare)} | ${times(ratio(one))} | ${one.start} |`
  })
  return [
    '| language | Sandrun | spread | bare | ratio | what was waiting |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    `| median | | | | ${times(median(figures.map(ratio)))} | |`,
    '',
  ].join('\n')
}
