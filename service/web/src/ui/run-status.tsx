import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { describeRun, usageOf } from '../run/run-text.ts'
import { PlayIcon } from './icons.tsx'

/** The run's state or its end, in words, with what it used. */
export function RunStatus({ app }: { app: App }): JSX.Element {
  const state = app.runner.state.value
  const { tone, title, detail } = describeRun(state)
  const result = state.name === 'ended' ? state.result : null
  const usage = result === null ? [] : usageOf(result)
  return (
    <footer class="run-status" data-tone={tone}>
      <p class="verdict" role="status">
        <span class="verdict-mark" aria-hidden="true" />
        <strong>{title}</strong>
        {detail !== '' && <span class="verdict-detail">{detail}</span>}
      </p>
      {result?.missingLibrary?.languages.map((id) => (
        <button key={id} type="button" class="button" onClick={() => void app.runIn(id)}>
          <PlayIcon />
          Run in {app.languages.find(id)?.name ?? id}
        </button>
      ))}
      <dl class="usage">
        {usage.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </footer>
  )
}
