import { type Group, GROUPS } from '../attack.ts'
import { STATES, summary } from './as-text.ts'
import type { Finding, Report } from './report.ts'

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0 2rem}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8884}
td.contained{color:#17803d}td.open{color:#fff;background:#b91c1c}td.inconclusive{color:#9a6700}code{font-size:.9em;overflow-wrap:anywhere}
:root{color-scheme:light dark}`

/** One self-contained file, to keep or to print. */
export function reportAsPage(report: Report): string {
  const facts = Object.entries(report.facts).map(
    ([name, fact]) => `<tr><th>${escape(name)}</th><td>${escape(fact)}</td></tr>`,
  )
  const groups = Object.keys(GROUPS) as Group[]
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Sandrun: attacks on this machine</title><style>${STYLE}</style></head><body>
<h1>Attacks on this machine</h1>
<p>${escape(summary(report))} Run by <code>sandrun doctor --attack</code> at ${escape(report.at)}.</p>
<table>${facts.join('\n')}</table>
${groups.map((group) => groupAsTable(group, report.findings)).join('\n')}
</body></html>
`
}

function groupAsTable(group: Group, findings: readonly Finding[]): string {
  const own = findings.filter((finding) => finding.group === group)
  if (own.length === 0) return ''
  return `<h2>${GROUPS[group]}</h2>
<table><tr><th></th><th>Attack</th><th>Expected</th><th>Observed</th><th>Impact if not contained</th></tr>
${own.map(findingAsRow).join('\n')}
</table>`
}

function findingAsRow({ probe, tries, state, happened, expected, impact }: Finding): string {
  const cells = [
    `${escape(probe)}: ${escape(tries)}`,
    `<code>${escape(expected)}</code>`,
    `<code>${escape(happened)}</code>`,
  ]
  const rest = [...cells, escape(impact)].map((cell) => `<td>${cell}</td>`).join('')
  return `<tr><td class="${state}">${STATES[state]}</td>${rest}</tr>`
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
}
