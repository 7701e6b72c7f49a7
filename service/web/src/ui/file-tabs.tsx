import { useComputed, useSignal } from '@preact/signals'
import { PathSchema } from '@sandrun/shared'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { App } from '../app.ts'
import { CloseIcon, PlusIcon } from './icons.tsx'

interface FileTabsProps {
  app: App
  renamed: (path: string, to: string) => void
  /** Focuses the file in front. */
  write: () => void
}

/** A tab for each file. A double click or F2 renames it. */
export function FileTabs({ app, renamed, write }: FileTabsProps): JSX.Element {
  const { workspace } = app
  const paths = useComputed(() => workspace.program.value.files.map(({ path }) => path))
  const renaming = useSignal<string | null>(null)
  const isNew = useSignal(false)
  const tabs = useRef<HTMLDivElement>(null)
  const focusTab = (): void => {
    requestAnimationFrame(() => tabs.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus())
  }
  const rename = (path: string, to: string, goOn: boolean): void => {
    // Removing the field also blurs it.
    if (renaming.value === null) return
    const wasNew = isNew.value
    renaming.value = null
    isNew.value = false
    const parsed = PathSchema.safeParse(to.trim())
    if (parsed.success && parsed.data !== path) {
      // The editor must know the new name before it shows it.
      if (!paths.value.includes(parsed.data)) renamed(path, parsed.data)
      workspace.rename(path, parsed.data)
    }
    if (!goOn) return
    // At once, because the next key belongs to the file.
    if (wasNew) write()
    else focusTab()
  }
  const press = (event: KeyboardEvent, path: string): void => {
    const at = paths.value.indexOf(path)
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1 }[event.key]
    if (event.key === 'F2') renaming.value = path
    else if (event.key === 'Delete') app.undoable.removeFile(path)
    else if (next !== undefined) {
      const to = paths.value.at(next % paths.value.length)
      if (to !== undefined) workspace.activePath.value = to
      focusTab()
    } else return
    event.preventDefault()
  }
  const active = workspace.activePath.value
  return (
    <div class="tab-strip">
      <div class="file-tabs" role="tablist" aria-label="Files" ref={tabs}>
        {paths.value.map((path) =>
          renaming.value === path ? (
            <NameField key={path} path={path} done={(to, goOn) => rename(path, to, goOn)} />
          ) : (
            <button
              key={path}
              type="button"
              role="tab"
              class="tab"
              aria-selected={path === active}
              tabIndex={path === active ? 0 : -1}
              title="Double click or F2 changes the name, Delete removes the file"
              onClick={() => (workspace.activePath.value = path)}
              onDblClick={() => (renaming.value = path)}
              onKeyDown={(event) => press(event, path)}
            >
              {path}
            </button>
          ),
        )}
      </div>
      {paths.value.length > 1 && (
        <button
          type="button"
          class="icon-button small"
          aria-label={`Remove ${active}`}
          title={`Remove ${active}`}
          onClick={() => app.undoable.removeFile(active)}
        >
          <CloseIcon />
        </button>
      )}
      <button
        type="button"
        class="icon-button small"
        aria-label="Add a file"
        title="Add a file"
        onClick={() => {
          renaming.value = workspace.addFile(app.language.value?.extensions[0] ?? '.txt')?.path ?? null
          isNew.value = true
        }}
      >
        <PlusIcon />
      </button>
    </div>
  )
}

interface NameFieldProps {
  path: string
  /** `goOn`: the focus has not moved elsewhere. */
  done: (to: string, goOn: boolean) => void
}

function NameField({ path, done }: NameFieldProps): JSX.Element {
  const press = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLInputElement)) return
    if (event.key === 'Enter') done(event.target.value, true)
    else if (event.key === 'Escape') done(path, true)
    else return
    // Nothing else may handle the key.
    event.preventDefault()
  }
  return (
    <input
      class="tab-name"
      aria-label="File name"
      value={path}
      size={Math.max(8, path.length)}
      ref={(field) => field?.select()}
      onKeyDown={press}
      onBlur={(event) => done(event.currentTarget.value, false)}
    />
  )
}
