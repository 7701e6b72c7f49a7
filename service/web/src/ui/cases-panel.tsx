import { CompareSchema } from '@sandrun/shared'
import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { type CaseDraft, MAX_CASES } from '../program/program.ts'
import { CaseCard } from './case-card.tsx'
import { PlusIcon } from './icons.tsx'

/** How output is compared with what is expected, in words. */
const COMPARISONS = [
  { value: 'trim', title: 'ignoring space at line ends' },
  { value: 'exact', title: 'byte for byte' },
  { value: 'tokens', title: 'word for word' },
] as const

/** The program's inputs, each with its expected output. */
export function CasesPanel({ app }: { app: App }): JSX.Element {
  const { workspace, runner } = app
  const { cases, compare } = workspace.program.value
  const edit = (to: CaseDraft[]): void => {
    // The results are those of the cases before the change.
    runner.caseResults.value = []
    workspace.change({ cases: to })
  }
  const add = (): void => workspace.change({ cases: [...cases, { stdin: '', expected: null }] })
  const chooseComparison = (value: string): void => {
    const chosen = CompareSchema.safeParse(value)
    if (chosen.success) workspace.change({ compare: chosen.data })
  }
  return (
    <div class="side-body panel cases">
      {cases.length === 0 ? (
        <p class="note">
          A case is an input with its expected output. The program is compiled once and run for each case.
        </p>
      ) : (
        <label class="inline-label">
          Compare
          <select
            class="field"
            value={typeof compare === 'string' ? compare : 'tokens'}
            onChange={(event) => chooseComparison(event.currentTarget.value)}
          >
            {COMPARISONS.map(({ value, title }) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      <ol class="case-list">
        {cases.map((draft, index) => (
          <CaseCard
            key={index}
            number={index + 1}
            draft={draft}
            compare={compare}
            result={runner.caseResults.value[index]}
            change={(part) => edit(cases.map((one, at) => (at === index ? { ...one, ...part } : one)))}
            remove={() => {
              runner.caseResults.value = []
              app.undoable.removeCase(index)
            }}
          />
        ))}
      </ol>
      <button type="button" class="button" disabled={cases.length >= MAX_CASES} onClick={add}>
        <PlusIcon />
        Add a case
      </button>
    </div>
  )
}
