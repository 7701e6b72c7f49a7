import type { LimitName } from '@sandrun/shared'
import type { JSX } from 'preact'
import type { App } from '../app.ts'

/** Limits that people's programs reach, in everyday units. */
const LIMITS: readonly { name: LimitName; title: string; scale: number }[] = [
  { name: 'cpuMs', title: 'CPU time, seconds', scale: 1000 },
  { name: 'wallMs', title: 'Wall time, seconds', scale: 1000 },
  { name: 'idleMs', title: 'Waiting for you, seconds', scale: 1000 },
  { name: 'memoryMb', title: 'Memory, MB', scale: 1 },
  { name: 'diskMb', title: 'Disk, MB', scale: 1 },
  { name: 'fileMb', title: 'Largest file, MB', scale: 1 },
  { name: 'processes', title: 'Processes', scale: 1 },
]

/** A program's input: standard input, arguments and limits. */
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
          placeholder="The program’s input"
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
      <p class="note">Spaces separate arguments; quotes keep one together.</p>
      <Limits app={app} />
    </div>
  )
}

/** How much a program may use, if not the default. */
function Limits({ app }: { app: App }): JSX.Element {
  const { workspace } = app
  const { limits = {} } = workspace.program.value
  const set = (name: LimitName, amount: number): void => {
    const { [name]: _before, ...others } = limits
    const all = amount > 0 ? { ...others, [name]: Math.ceil(amount) } : others
    workspace.change({ limits: Object.keys(all).length > 0 ? all : undefined })
  }
  return (
    <fieldset class="limits">
      <legend>Limits</legend>
      {LIMITS.map(({ name, title, scale }) => (
        <label key={name} class="labelled">
          {title}
          <input
            class="field"
            type="number"
            min={1}
            placeholder="as usual"
            value={limits[name] === undefined ? '' : limits[name] / scale}
            onChange={({ currentTarget }) => set(name, currentTarget.valueAsNumber * scale)}
          />
        </label>
      ))}
    </fieldset>
  )
}
