import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { Problems } from './problems.tsx'
import { RunStatus } from './run-status.tsx'
import { TerminalView } from './terminal-view.tsx'
import { ViewTabs } from './view-switch.tsx'

/** What goes into a program and what comes out of it. */
export function SidePane({ app }: { app: App }): JSX.Element {
  return (
    <section class="side-pane" aria-label="Input and output">
      <ViewTabs app={app} />
      <div class="side-body">
        <TerminalView app={app} />
      </div>
      <Problems app={app} />
      <RunStatus app={app} />
    </section>
  )
}
