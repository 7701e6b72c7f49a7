import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { isGoing } from '../run/run-state.ts'
import { BrandIcon, PlayIcon, StopIcon } from './icons.tsx'
import { LanguagePicker } from './language-picker.tsx'
import { SampleMenu } from './sample-menu.tsx'
import { ThemeButton } from './theme-button.tsx'

/** ⌘ where keyboards have one. */
const MOD = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'

/** What to run, and the button that runs it. */
export function Toolbar({ app }: { app: App }): JSX.Element {
  return (
    <header class="toolbar">
      <h1 class="brand">
        <BrandIcon />
        <span class="brand-name">Sandrun</span>
      </h1>
      <LanguagePicker app={app} />
      <SampleMenu app={app} />
      <div class="toolbar-space" />
      <ThemeButton theme={app.theme} />
      <RunButton app={app} />
    </header>
  )
}

function RunButton({ app }: { app: App }): JSX.Element {
  if (isGoing(app.runner.state.value)) {
    return (
      <button type="button" class="button run-button stop" onClick={() => app.stop()} aria-keyshortcuts="Control+.">
        <StopIcon />
        Stop
        <kbd class="key">{MOD} .</kbd>
      </button>
    )
  }
  const language = app.language.value
  return (
    <button
      type="button"
      class="button run-button"
      disabled={language?.available !== true}
      onClick={() => void app.run()}
      aria-keyshortcuts="Control+Enter"
    >
      <PlayIcon />
      Run
      <kbd class="key">{MOD} ↵</kbd>
    </button>
  )
}
