import {
  type CaseResult,
  type Compare,
  formatDuration,
  formatMemory,
  type TextOrBase64,
  toLossyText,
} from '@sandrun/shared'
import type { JSX } from 'preact'
import type { CaseDraft } from '../program/program.ts'
import { diffOutput } from '../run/line-diff.ts'
import { toneOf, verdictLabel } from '../run/run-text.ts'
import { CloseIcon } from './icons.tsx'

interface CaseCardProps {
  number: number
  draft: CaseDraft
  compare: Compare
  /** From the newest run, once the case has ended. */
  result: CaseResult | undefined
  change: (part: Partial<CaseDraft>) => void
  remove: () => void
}

/** One case: its input, the expected output, and how it ended. */
export function CaseCard({ number, draft, compare, result, change, remove }: CaseCardProps): JSX.Element {
  return (
    <li class="case" aria-label={`Case ${number}`}>
      <header>
        <h2>Case {number}</h2>
        {result !== undefined && (
          <span class="case-verdict" data-tone={toneOf(result.verdict)}>
            <span class="verdict-mark" aria-hidden="true" />
            {verdictLabel(result.verdict)}
            {result.run !== undefined && (
              <span class="case-usage">
                {formatDuration(result.run.wallMs)} · {formatMemory(result.run.memoryKb)}
              </span>
            )}
          </span>
        )}
        <button type="button" class="icon-button small" aria-label={`Remove case ${number}`} onClick={remove}>
          <CloseIcon />
        </button>
      </header>
      <div class="case-fields">
        <CaseField title="Input" value={draft.stdin} change={(stdin) => change({ stdin })} />
        <CaseField
          title="Expected"
          placeholder="Any output"
          value={draft.expected ?? ''}
          change={(expected) => change({ expected: expected === '' ? null : expected })}
        />
      </div>
      {result !== undefined && <CaseOutcome result={result} expected={draft.expected ?? ''} compare={compare} />}
    </li>
  )
}

interface CaseFieldProps {
  title: string
  placeholder?: string
  value: string
  change: (to: string) => void
}

function CaseField({ title, placeholder, value, change }: CaseFieldProps): JSX.Element {
  return (
    <label class="labelled">
      {title}
      <textarea
        class="field code"
        rows={Math.min(8, Math.max(2, value.split('\n').length))}
        spellcheck={false}
        placeholder={placeholder}
        value={value}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </label>
  )
}

interface CaseOutcomeProps {
  result: CaseResult
  expected: string
  compare: Compare
}

const SIGNS = { same: ' ', missing: '−', unexpected: '+' } as const
const SPOKEN = { same: '', missing: 'expected: ', unexpected: 'printed: ' } as const

/** The output if any passes, the diff of a wrong answer, and the reason for other failures. */
function CaseOutcome({ result, expected, compare }: CaseOutcomeProps): JSX.Element | null {
  const { verdict, message, run } = result
  if (verdict === 'accepted' || run === undefined) return null
  if (verdict === 'ok') return <CaseOutput title="Output" output={run.stdout} />
  if (verdict === 'wrong-answer') {
    return (
      <pre class="case-output diff" aria-label="Difference" tabIndex={0}>
        {diffOutput(expected, toLossyText(run.stdout), compare).map(({ kind, text }, at) => (
          <span key={at} class={`diff-line ${kind}`}>
            <span aria-hidden="true">{SIGNS[kind]}</span>
            <span class="sr-only">{SPOKEN[kind]}</span>
            {`${text}\n`}
          </span>
        ))}
      </pre>
    )
  }
  return (
    <>
      <p class="note">{message}</p>
      <CaseOutput title="Error output" output={run.stderr} />
    </>
  )
}

function CaseOutput({ title, output }: { title: string; output: TextOrBase64 }): JSX.Element | null {
  const text = toLossyText(output)
  if (text === '') return null
  return (
    <pre class="case-output" aria-label={title} tabIndex={0}>
      {text}
    </pre>
  )
}
