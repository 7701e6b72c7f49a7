import type { JSX } from 'preact'
import type { App } from '../app.ts'

/** What a program gets: its standard input and its arguments. */
export function InputPanel({ app }: { app: App }): JSX.Element {
  const { workspace } = app
  const { stdin, args } = workspace.program.value
  return (
    <div class="side-body panel">
      <fieldset class="choice">
        <legend>Standard input</legend>
        <label>
          <input type="radio" name="stdin" checked={stdin === null} onChange={() => app.undoable.dropInput()} />
          Type it in the terminal
        </label>
        <label>
          <input
            type="radio"
            name="stdin"
            checked={stdin !== null}
            onChange={() => workspace.change({ stdin: stdin ?? '' })}
          />
          Give all of it at once
        </label>
      </fieldset>
      {stdin !== null && (
        <textarea
          class="field code grow"
          aria-label="Standard input"
          placeholder="What the program reads"
          spellcheck={false}
          value={stdin}
          onInput={(event) => workspace.change({ stdin: event.currentTarget.value })}
        />
      )}
      <label class="labelled">
        Arguments
        <input
          class="field code"
          type="text"
          placeholder={'--name "Ada Lovelace"'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={args}
          onInput={(event) => workspace.change({ args: event.currentTarget.value })}
        />
      </label>
      <p class="note">Separated by spaces; quotes hold together what belongs together.</p>
    </div>
  )
}
