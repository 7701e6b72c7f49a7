import type { JSX } from 'preact'
import type { App, View } from '../app.ts'

const TITLES: readonly { view: View; title: string }[] = [
  { view: 'code', title: 'Code' },
  { view: 'terminal', title: 'Terminal' },
  { view: 'input', title: 'Input' },
  { view: 'cases', title: 'Cases' },
]

/** If the code is beside it, the side pane shows the terminal by default. */
export function sideViewOf(view: View): View {
  return view === 'code' ? 'terminal' : view
}

/** Chooses the side pane's view. */
export function ViewTabs({ app }: { app: App }): JSX.Element {
  const current = sideViewOf(app.view.value)
  return (
    <div class="tab-strip side-tabs" role="group" aria-label="Input and output">
      {TITLES.filter(({ view }) => view !== 'code').map(({ view, title }) => (
        <button
          key={view}
          type="button"
          class="tab"
          aria-pressed={view === current}
          onClick={() => (app.view.value = view)}
        >
          {title}
          <Mark app={app} view={view} />
        </button>
      ))}
    </div>
  )
}

/** A phone shows one thing at a time. */
export function ViewSwitch({ app }: { app: App }): JSX.Element {
  return (
    <nav class="view-switch" aria-label="View">
      {TITLES.map(({ view, title }) => (
        <button key={view} type="button" aria-pressed={view === app.view.value} onClick={() => (app.view.value = view)}>
          {title}
          <Mark app={app} view={view} />
        </button>
      ))}
    </nav>
  )
}

/** The mark on a tab: the number of cases, or a dot if input is set. */
function Mark({ app, view }: { app: App; view: View }): JSX.Element | null {
  const { cases, stdin, args, limits } = app.workspace.program.value
  if (view === 'cases' && cases.length > 0) return <span class="tab-count">{cases.length}</span>
  if (view !== 'input' || (stdin === null && args === '' && limits === undefined)) return null
  return (
    <span class="tab-dot">
      <span class="sr-only">(set)</span>
    </span>
  )
}
