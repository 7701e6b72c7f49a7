import {
  CustomExecution,
  type Disposable,
  Task,
  type TaskDefinition,
  TaskScope,
  Uri,
  l10n,
  tasks,
  window,
  workspace,
  type WorkspaceFolder,
} from 'vscode'
import { isProgramName } from '../cases/program-names.ts'
import { nameOf } from '../cases/case-set.ts'
import type { RunView } from '../run/run-view.ts'
import type { SandboxRun } from '../run/sandbox-run.ts'
import { TaskTerminal } from './task-terminal.ts'

/** Runs a file with its task's arguments in the task's view; undefined if there is nothing to run. */
export type TaskRunner = (uri: Uri, args: readonly string[], view: RunView) => Promise<SandboxRun | undefined>

/** `{"type": "sandrun", "file": "${file}", "args": []}` in tasks.json, and a task for the active file. */
export function registerTasks(run: TaskRunner): Disposable {
  return tasks.registerTaskProvider('sandrun', {
    provideTasks: () => {
      const uri = window.activeTextEditor?.document.uri
      if (uri === undefined || !isProgramName(nameOf(uri))) return []
      const definition = { type: 'sandrun', file: workspace.asRelativePath(uri, false) }
      return [taskFor(definition, workspace.getWorkspaceFolder(uri), run)]
    },
    resolveTask: ({ definition, scope }) => {
      const folder = typeof scope === 'object' ? scope : workspace.workspaceFolders?.[0]
      return typeof definition.file === 'string' ? taskFor(definition, folder, run) : undefined
    },
  })
}

/** Problems come from the run itself. Without this, VS Code asks. */
const NO_MATCHERS: string[] = []

function taskFor(definition: TaskDefinition, folder: WorkspaceFolder | undefined, run: TaskRunner): Task {
  const execution = new CustomExecution(async (resolved) => {
    const args = Array.isArray(resolved.args) ? resolved.args.map(String) : []
    return new TaskTerminal(async (view) => await run(fileOf(String(resolved.file), folder), args, view))
  })
  const name = l10n.t('Run {0}', String(definition.file))
  return new Task(definition, folder ?? TaskScope.Workspace, name, l10n.t('Run in Sandbox'), execution, NO_MATCHERS)
}

/** The file that a task names: below its folder, or by its whole path. */
function fileOf(path: string, folder: WorkspaceFolder | undefined): Uri {
  if (folder === undefined) return Uri.file(path)
  const isWhole = /^(?:[a-z]:)?[/\\]/i.test(path)
  if (!isWhole) return Uri.joinPath(folder.uri, path)
  return folder.uri.scheme === 'file' ? Uri.file(path) : folder.uri.with({ path })
}
