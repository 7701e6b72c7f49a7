import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { CasesPanel } from './cases-panel.tsx'
import { InputPanel } from './input-panel.tsx'
import { Pictures } from './pictures.tsx'
import { Problems } from './problems.tsx'
import { RunStatus } from './run-status.tsx'
import { TerminalView } from './terminal-view.tsx'
import { sideViewOf, ViewTabs } from './view-switch.tsx'

/** A program's input and output. */
export function SidePane({ app }: { app: App }): JSX.Element {
  const view = sideViewOf(app.view.value)
  return (
    <section class="side-pane" aria-label="Input and output">
      <ViewTabs app={app} />
      {/* The hidden terminal stays: a program may be writing to it. */}
      <div class="side-body" hidden={view !== 'terminal'}>
        <TerminalView app={app} />
        <Pictures app={app} />
      </div>
      {view === 'input' && <InputPanel app={app} />}
      {view === 'cases' && <CasesPanel app={app} />}
      <Problems app={app} />
      <RunStatus app={app} />
    </section>
  )
}
