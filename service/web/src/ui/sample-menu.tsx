import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { BookIcon } from './icons.tsx'
import { Menu } from './menu.tsx'

/** Titles for the packs' own samples. */
const TITLES: Readonly<Record<string, string>> = { hello: 'Hello, world', stdin: 'Reads what you type' }

/** The samples of the language. */
export function SampleMenu({ app }: { app: App }): JSX.Element {
  const language = app.language.value
  const samples = app.languages.samples.value.get(app.workspace.program.value.language) ?? []
  const items = samples.map((sample) => ({
    label: TITLES[sample.name] ?? sample.name,
    note: sample.file,
    act: () => language !== undefined && app.openSample(language, sample),
  }))
  return (
    <Menu
      label="Samples"
      class="button quiet samples-button"
      items={items}
      button={
        <>
          <BookIcon />
          <span class="wide-only">Samples</span>
        </>
      }
    />
  )
}
