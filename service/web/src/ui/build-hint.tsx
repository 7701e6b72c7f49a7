import { useSignal } from '@preact/signals'
import { type LanguageInfo, toSandrunError } from '@sandrun/shared'
import type { JSX } from 'preact'
import type { App } from '../app.ts'

/** How to build the selected language: a button for a person who may, otherwise the command. */
export function BuildHint({ app, selected }: { app: App; selected: LanguageInfo | undefined }): JSX.Element {
  const refusal = useSignal('')
  const isMissing = selected?.available === false && selected.build === undefined
  const build = async (id: string): Promise<void> => {
    refusal.value = ''
    try {
      await app.languages.build(id, app.tokens.token)
    } catch (error) {
      refusal.value = toSandrunError(error).message
    }
  }
  if (app.connections.mayBuild.value) {
    if (!isMissing) return <p class="picker-hint">Select a language that is not built to build it.</p>
    return (
      <p class="picker-hint">
        <button type="button" class="button" onClick={() => void build(selected.id)}>
          Build {selected.name}
        </button>{' '}
        <span role="status">{refusal.value}</span>
      </p>
    )
  }
  return (
    <p class="picker-hint">
      To build a language: <code>sandrun lang build {isMissing ? selected.id : 'ID'}</code>
    </p>
  )
}
