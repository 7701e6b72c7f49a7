import type { JSX } from 'preact'
import type { App } from '../app.ts'

/** Problems that compiler and runtime report; a click goes to the line. */
export function Problems({ app }: { app: App }): JSX.Element | null {
  const problems = app.problems.value
  if (problems.length === 0) return null
  return (
    <ul class="problems" aria-label="Problems">
      {problems.map((problem) => (
        <li key={`${problem.file}:${problem.line}:${problem.column}:${problem.message}`}>
          <button type="button" data-severity={problem.severity} onClick={() => app.goTo(problem)}>
            <span class="problem-place">
              {problem.file}:{problem.line}
            </span>
            <span class="problem-message">{problem.message}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
