import type { Drafts } from './drafts.ts'
import type { History } from './history.ts'
import { openTabs } from './tabs.ts'
import type { Workspace } from './workspace.ts'

/** Opens this tab's own draft, or the newest of a closed tab; drafts of other closed tabs go into History. */
export async function openDraft(drafts: Drafts, workspace: Workspace, history: History): Promise<void> {
  const own = drafts.takeOwn()
  if (own !== undefined) workspace.open(own.program, own)
  const untouched = workspace.program.peek()
  const left = drafts.takeLeft(await openTabs())
  // Keeps the current text.
  if (own === undefined && workspace.program.peek() === untouched) {
    const newest = left.shift()
    if (newest !== undefined) workspace.open(newest.program, newest)
  }
  for (const { program, at, isSample } of left.toReversed()) if (!isSample) history.addUnrun(program, at)
}
