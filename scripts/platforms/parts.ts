import { otherTests } from '../test/left-out.ts'
import { judge, type Tally } from '../test/tally.ts'
import { parseOwnReport, parseVitestReport } from '../test/reports.ts'
import { parseAttackReport } from './attack-report.ts'
import type { Answer } from './guest.ts'
import { LEFT_OUT, LEFT_OUT_FILES } from './left-out.ts'

const GUEST = '/product/guest'

const REPORT = '/root/agent.json'
const VITEST = `node node_modules/vitest/vitest.mjs run --project=agent --reporter=default --reporter=json --outputFile.json=${REPORT}`
const AGENT_TESTS = [
  `--testNamePattern=${quoted(otherTests(LEFT_OUT))}`,
  ...LEFT_OUT_FILES.map((file) => `--exclude=${file}`),
]

/** One part of the tests in the guest. */
export interface Part {
  name: string
  /** Whether it is the same with each container engine. */
  once?: boolean
  /** Whether its progress is what people want to read, figures say. */
  shows?: boolean
  /** A shell command that prints its report, and progress to standard error. */
  command: string
  timeoutMs: number
  /** `letsThrough` has what the attacks try that count as skipped. */
  parse: (report: string, letsThrough: readonly string[]) => Tally | null
}

export const PARTS = {
  verdicts: {
    name: 'verdicts',
    command: `${GUEST}/with-service.sh node ${GUEST}/verdicts.ts http://127.0.0.1:8080`,
    timeoutMs: 30 * 60_000,
    parse: parseOwnReport,
  },
  agent: {
    name: 'agent',
    once: true,
    command: `cd /product/checkout && ${VITEST} ${AGENT_TESTS.join(' ')} >&2; cat ${REPORT}`,
    timeoutMs: 30 * 60_000,
    parse: parseVitestReport,
  },
  echo: {
    name: 'echo',
    once: true,
    shows: true,
    command: `node ${GUEST}/echo.ts`,
    timeoutMs: 60 * 60_000,
    parse: parseOwnReport,
  },
  escape: attackPart('escape'),
  exhaustion: attackPart('exhaustion'),
  tampering: attackPart('tampering'),
} satisfies Readonly<Record<string, Part>>

/** A word for the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/**
 * A group of attacks. A guest can be too slow for the usual ten minutes. Exit code 1 means what the report says, that an
 * attack was not contained.
 */
function attackPart(group: string): Part {
  return {
    name: group,
    command: `sandrun doctor --attack --only ${group} --minutes 50 --json || [ $? = 1 ]`,
    timeoutMs: 60 * 60_000,
    parse: parseAttackReport,
  }
}

/**
 * What a part reported. It has one failure more if there is no report, or if only the exit code says that it failed, as
 * for a container that is left.
 */
export function tallyOf({ name, parse }: Part, { output, code }: Answer, letsThrough: readonly string[] = []): Tally {
  const report = reportIn(() => parse(output, letsThrough))
  const tally = judge(report, code)
  if (tally.failed === (report?.failed ?? 0)) return tally
  const why = report === null ? 'reported nothing' : `ended with exit code ${code}; its log has the reason`
  return { ...tally, failures: [...(tally.failures ?? []), `${name} ${why}`] }
}

/** Null for output that is not a report. */
function reportIn(parse: () => Tally | null): Tally | null {
  try {
    return parse()
  } catch {
    return null
  }
}
