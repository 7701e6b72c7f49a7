import type { AgentRun, PhaseResult, RunResult } from '@sandrun/shared'
import { MarkdownString, l10n } from 'vscode'
import { asText } from '../cases/case-set.ts'

/** Everything that would run, for a person to review. The code itself can't imitate the extension's words. */
export function confirmation({ language, code, stdin, args = [] }: AgentRun, service: string): MarkdownString {
  const text = new MarkdownString()
  text.appendMarkdown(`${l10n.t('It runs in a sandbox at {0}, isolated from this machine.', service)}\n\n`)
  text.appendMarkdown(fenced(code, language))
  if (args.length > 0) text.appendMarkdown(`${l10n.t('Arguments:')}\n\n${fenced(JSON.stringify(args), 'json')}`)
  if (stdin !== undefined) text.appendMarkdown(`${l10n.t('Input:')}\n\n${fenced(stdin, 'text')}`)
  return text
}

/** A result in words for a model; in English, like its instructions. */
export function resultForModel({ verdict, message, compile, run }: RunResult): string {
  const phases = [
    ...(compile === undefined || run !== undefined ? [] : phaseForModel('compiler', compile)),
    ...(run === undefined ? [] : phaseForModel('program', run)),
  ]
  return [`verdict: ${verdict}`, message, ...phases].filter((line) => line !== '').join('\n')
}

function phaseForModel(who: string, phase: PhaseResult): string[] {
  const ended = phase.signal === null ? `exit code: ${phase.exitCode ?? 0}` : `ended by: ${phase.signal}`
  const output = (['stdout', 'stderr'] as const).flatMap((channel) => {
    const text = asText(phase[channel])
    return text === '' ? [`${who} ${channel}: (empty)`] : [`${who} ${channel}:`, text]
  })
  return [ended, `time: ${Math.round(phase.wallMs)} ms, memory: ${Math.round(phase.memoryKb / 1024)} MB`, ...output]
}

/** A code block that its text cannot close. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${/^[\w+#-]*$/.test(language) ? language : ''}\n${text}\n${fence}\n\n`
}
