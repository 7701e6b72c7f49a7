import type { JSX } from 'preact'
import type { App, View } from '../app.ts'

const SIDE_VIEWS: readonly { view: View; title: string }[] = [{ view: 'terminal', title: 'Terminal' }]
const ALL_VIEWS: readonly { view: View; title: string }[] = [{ view: 'code', title: 'Code' }, ...SIDE_VIEWS]

/** What of the side pane is in front. Where the code is beside it, the terminal stands for it. */
export function ViewTabs({ app }: { app: App }): JSX.Element {
  const current = app.view.value === 'code' ? 'terminal' : app.view.value
  return (
    <div class="tab-strip side-tabs" role="group" aria-label="Side">
      {SIDE_VIEWS.map(({ view, title }) => (
        <button
          key={view}
          type="button"
          class="tab"
          aria-pressed={view === current}
          onClick={() => (app.view.value = view)}
        >
          {title}
        </button>
      ))}
    </div>
  )
}

/** On a phone one thing is seen at a time. */
export function ViewSwitch({ app }: { app: App }): JSX.Element {
  return (
    <nav class="view-switch" aria-label="View">
      {ALL_VIEWS.map(({ view, title }) => (
        <button key={view} type="button" aria-pressed={view === app.view.value} onClick={() => (app.view.value = view)}>
          {title}
        </button>
      ))}
    </nav>
  )
}
