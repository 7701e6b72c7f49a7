import type { BenchService } from './bench-service.ts'
import { benchCases } from './cases.ts'
import { benchCommand, type CommandFigures } from './command.ts'
import { benchFirstByte } from './first-byte.ts'
import { benchCancel, benchFlood, benchInterrupt } from './flood.ts'
import { benchKeystroke } from './keystroke.ts'
import { manyRows } from './many.ts'
import { benchNeighbours } from './neighbours.ts'
import { ms, times } from './page.ts'
import { startPlainContainer } from './plain-container.ts'
import type { Row } from './report.ts'
import { median } from './statistics.ts'

const ROUNDS = 20
const KEYS = 500
/** More keys would take longer than a program may burn. */
const KEYS_WITH_NEIGHBOURS = 200
const NEIGHBOURS = 32
const COMMANDS = 25

/** Measures Python against the bare interpreter and Docker's own commands. */
export async function compare(service: BenchService, progress: (text: string) => void): Promise<Row[]> {
  progress('first byte: sandrun, the bare interpreter, docker exec and docker run in turn')
  await using plain = await startPlainContainer()
  const first = await benchFirstByte(service, plain, ROUNDS)
  progress('the command: sandrun run, node -e 0 and python3 in turn')
  const command = await benchCommand(service, COMMANDS)
  progress('100 cases')
  const cases = await benchCases(service, plain)
  progress('keystrokes')
  const keystroke = await benchKeystroke(service, KEYS)
  progress(`keystrokes while ${NEIGHBOURS} programs burn processor time`)
  const beside = await benchNeighbours(NEIGHBOURS, KEYS_WITH_NEIGHBOURS)
  progress('200 MB of output, quick and slow client')
  const quick = await benchFlood(service, { slow: false })
  const slow = await benchFlood(service, { slow: true })
  progress('^C in a flood, cancel')
  const interrupt = await repeat(5, () => benchInterrupt(service))
  const cancel = await repeat(10, () => benchCancel(service))
  const overBare = first.sandrun / first.bare
  const underRun = first.dockerRun / first.sandrun
  const underExec = first.dockerExec / first.sandrun
  return [
    { what: 'Python hello, start to first byte', figure: ms(first.sandrun), wanted: '', met: true },
    { what: 'the same interpreter, bare, in a plain container', figure: ms(first.bare), wanted: '', met: true },
    { what: 'ratio to bare', figure: times(overBare), wanted: '≤ 0.5 ×', met: overBare <= 0.5 },
    {
      what: `faster than docker run (${ms(first.dockerRun)})`,
      figure: times(underRun),
      wanted: '≥ 30 ×',
      met: underRun >= 30,
    },
    {
      what: `faster than docker exec (${ms(first.dockerExec)})`,
      figure: times(underExec),
      wanted: '≥ 10 ×',
      met: underExec >= 10,
    },
    ...commandRows(command, first.sandrun),
    {
      what: 'a keystroke and its echo, median',
      figure: ms(keystroke.median),
      wanted: '≤ 1 ms',
      met: keystroke.median <= 1,
    },
    {
      what: 'a keystroke and its echo, 99th percentile',
      figure: ms(keystroke.p99),
      wanted: '≤ 5 ms',
      met: keystroke.p99 <= 5,
    },
    {
      what: `… while ${NEIGHBOURS} programs burn processor time, median and 99th percentile`,
      figure: `${ms(beside.median)}, ${ms(beside.p99)}`,
      wanted: '',
      met: true,
    },
    {
      what: `100 Python cases (${ms(cases.sandrun)}), faster than 100 docker exec`,
      figure: times(cases.dockerExec / cases.sandrun),
      wanted: '≥ 12 ×',
      met: cases.dockerExec / cases.sandrun >= 12,
    },
    {
      what: '100 Python cases, pace against the bare interpreter',
      figure: times(cases.bare / cases.sandrun),
      wanted: '≥ 3 ×',
      met: cases.bare / cases.sandrun >= 3,
    },
    ...[quick, slow].map((flood, index) => ({
      what: `200 MB of output, ${index === 0 ? 'quick' : 'slow'} client: growth of the service`,
      figure: `${flood.growthMb.toFixed(0)} MB at ${flood.megabytesPerSecond.toFixed(0)} MB/s${flood.complete ? '' : ', INCOMPLETE'}`,
      wanted: '< 64 MB, complete',
      met: flood.complete && flood.growthMb < 64,
    })),
    { what: '^C in a flood to the end of the run, median', figure: ms(interrupt), wanted: '', met: true },
    { what: 'cancel to exit, SIGTERM ignored, median', figure: ms(cancel), wanted: '< 100 ms', met: cancel < 100 },
    ...(await manyRows(service, plain, progress)),
  ]
}

/** The command's cost beyond the run, whose time to the first byte is `run`. */
function commandRows({ sandrun, node, python }: CommandFigures, run: number): Row[] {
  const own = sandrun - node - run
  const overPython = python === null ? 'no python3 here' : `${times(sandrun / python)} python3 hello.py (${ms(python)})`
  return [
    { what: 'sandrun run hello.py, the whole process', figure: ms(sandrun), wanted: '', met: true },
    { what: "… against this machine's own", figure: overPython, wanted: '', met: true },
    {
      what: `… above node -e 0 (${ms(node)}) and the run itself`,
      figure: ms(own),
      wanted: '≤ 25 ms',
      met: own <= 25,
    },
  ]
}

async function repeat(turns: number, bench: () => Promise<number>): Promise<number> {
  const values: number[] = []
  for (let turn = 0; turn < turns; turn++) values.push(await bench())
  return median(values)
}
