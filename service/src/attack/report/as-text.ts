import { styleText } from 'node:util'
import { type Group, GROUPS } from '../attack.ts'
import type { Finding, Report, State } from './report.ts'

export const STATES: Record<State, string> = {
  contained: 'contained',
  open: 'NOT CONTAINED',
  inconclusive: 'inconclusive',
}

const COLOURS = { contained: 'green', open: 'red', inconclusive: 'yellow' } as const
const WIDTH = Math.max(...Object.values(STATES).map(({ length }) => length))

/** A line for each attack, below what it would mean. */
export function reportAsText(report: Report): string {
  const facts = Object.entries(report.facts).map(([name, fact]) => `  ${name}: ${fact}\n`)
  const groups = Object.keys(GROUPS) as Group[]
  const parts = groups.map((group) => groupAsText(group, report.findings))
  return [`This machine\n${facts.join('')}`, ...parts, `${summary(report)}\n`].filter((part) => part !== '').join('\n')
}

export function summary({ counts, seconds }: Pick<Report, 'counts' | 'seconds'>): string {
  const { contained, open, inconclusive } = counts
  const all = contained + open + inconclusive
  return `${all} attacks in ${seconds} s: ${contained} contained, ${open} not contained, ${inconclusive} inconclusive.`
}

/** A line for each attack that was not contained, to print before the report. */
export function openAsLines(findings: readonly Finding[]): string {
  const open = findings.filter(({ state }) => state === 'open')
  return open.map(({ tries, happened }) => `  not contained: ${tries}: ${oneLine(happened)}\n`).join('')
}

function groupAsText(group: Group, findings: readonly Finding[]): string {
  const own = findings.filter((finding) => finding.group === group)
  if (own.length === 0) return ''
  let last = ''
  const lines = own.map((finding) => {
    const heading = `  ${finding.probe}, if not contained: ${finding.impact}\n`
    const line = findingAsText(finding)
    if (heading === last) return line
    last = heading
    return heading + line
  })
  return `${GROUPS[group]}\n${lines.join('')}`
}

function findingAsText({ tries, state, happened, expected }: Finding): string {
  const line = `    ${styleText(COLOURS[state], STATES[state].padEnd(WIDTH))}  ${tries}: ${oneLine(happened)}`
  if (state !== 'contained') return `${line}\n${' '.repeat(WIDTH + 6)}expected: ${expected}\n`
  return happened === expected ? `${line}\n` : `${line} (expected: ${expected})\n`
}

/** A program's own report must not drive the terminal. */
function oneLine(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
