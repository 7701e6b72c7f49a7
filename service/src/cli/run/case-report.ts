import { styleText } from 'node:util'
import { type CaseResult, type RequestCase, toLossyText } from '@sandrun/shared'
import { structuredPatch } from 'diff'
import { plain } from '../command/message.ts'

/** The most lines to show of a failed case; longer ones end with a count. */
const MAX_LINES = 40

/** The most steps of a search for the shortest difference (diff's maxEditLength). */
const MAX_EDITS = 2000

const PASSED: ReadonlySet<CaseResult['verdict']> = new Set(['ok', 'accepted'])

/** Prints a line for each case as it ends, and at the end the reasons of failures. */
export class CaseReport {
  readonly #cases: readonly RequestCase[]
  readonly #width: number
  readonly #results: CaseResult[] = []

  constructor(cases: readonly RequestCase[]) {
    this.#cases = cases
    this.#width = Math.max('case'.length, ...cases.map((one, index) => nameOf(one, index).length))
  }

  /** Adds the next case that has ended. */
  add(result: CaseResult): void {
    if (this.#results.push(result) === 1) this.#print('case', 'verdict', 'time', 'memory')
    const { name, verdict, run } = result
    const mark = styleText(PASSED.has(verdict) ? 'green' : 'red', verdict.padEnd('runtime-error'.length))
    this.#print(
      plain(name),
      mark,
      run === undefined ? '' : `${run.wallMs.toFixed(0)} ms`,
      run === undefined ? '' : `${(run.memoryKb / 1024).toFixed(1)} MB`,
    )
  }

  /** Ends the report: no more cases will come. */
  end(): void {
    for (const [index, result] of this.#results.entries()) {
      if (!PASSED.has(result.verdict)) this.#explain(result, this.#cases[index])
    }
    const passed = this.#results.filter(({ verdict }) => PASSED.has(verdict)).length
    process.stdout.write(`\n${passed} of ${this.#cases.length} passed\n`)
  }

  #print(name: string, verdict: string, time: string, memory: string): void {
    const cells = [
      name.padEnd(this.#width),
      verdict.padEnd('runtime-error'.length),
      time.padStart(9),
      memory.padStart(9),
    ]
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`)
  }

  #explain({ name, verdict, message, run }: CaseResult, asked: RequestCase | undefined): void {
    process.stdout.write(`\n${styleText('bold', plain(name))}: ${plain(message)}\n`)
    const isWrong = verdict === 'wrong-answer' && run !== undefined
    const lines = isWrong
      ? differences(asked?.expected ?? '', toLossyText(run.stdout))
      : endOf(toLossyText(run?.stderr ?? ''))
    for (const line of lines.slice(0, MAX_LINES)) process.stdout.write(`  ${coloured(plain(line))}\n`)
    if (lines.length > MAX_LINES) process.stdout.write(`  … ${lines.length - MAX_LINES} more lines\n`)
  }
}

/** Like `diff -u`: `-` was expected, `+` is the output. */
function differences(expected: string, actual: string): string[] {
  const patch = structuredPatch('', '', withLineEnd(expected), withLineEnd(actual), '', '', {
    context: 2,
    maxEditLength: MAX_EDITS,
  })
  if (patch === undefined) return ['- expected and', '+ actual output differ in too many lines to show']
  return patch.hunks.flatMap(({ newStart, lines }) => [`@@ line ${newStart} @@`, ...lines])
}

/** The last lines show the error. */
function endOf(text: string): string[] {
  return text === '' ? [] : text.trimEnd().split('\n').slice(-MAX_LINES)
}

function coloured(line: string): string {
  if (line.startsWith('+')) return styleText('green', line)
  if (line.startsWith('-')) return styleText('red', line)
  return line
}

function nameOf({ name }: RequestCase, index: number): string {
  return name ?? String(index + 1)
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
