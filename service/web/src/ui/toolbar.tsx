import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { isActive } from '../run/run-state.ts'
import type { ThemeName } from '../theme.ts'
import { BrandIcon, HistoryIcon, KeyboardIcon, KeyIcon, LinkIcon, MoreIcon, PlayIcon, StopIcon } from './icons.tsx'
import { LanguagePicker } from './language-picker.tsx'
import { Menu, type MenuItem } from './menu.tsx'
import { MOD } from './modifier.ts'
import { SampleMenu } from './sample-menu.tsx'
import { ThemeButton } from './theme-button.tsx'

/** The language, the Run button, and everything else to do with the program. */
export function Toolbar({ app }: { app: App }): JSX.Element {
  const wantsToken = app.connections.wantsToken.value === true
  return (
    <header class="toolbar">
      <h1 class="brand">
        <BrandIcon />
        <span class="brand-name">Sandrun</span>
      </h1>
      <LanguagePicker app={app} />
      <SampleMenu app={app} />
      <div class="toolbar-space" />
      {wantsToken && (
        <button type="button" class="button" onClick={() => (app.dialog.value = 'sign-in')}>
          <KeyIcon />
          Sign in
        </button>
      )}
      <button type="button" class="button quiet wide-only" onClick={() => (app.dialog.value = 'share')}>
        <LinkIcon />
        Share
      </button>
      <div class="wide-only">
        <button
          type="button"
          class="icon-button"
          title="History"
          aria-label="History"
          onClick={() => (app.dialog.value = 'history')}
        >
          <HistoryIcon />
        </button>
        <button
          type="button"
          class="icon-button"
          title="Keys"
          aria-label="Keys"
          onClick={() => (app.dialog.value = 'keys')}
        >
          <KeyboardIcon />
        </button>
        <ThemeButton theme={app.theme} />
      </div>
      <MoreMenu app={app} />
      <RunButton app={app} />
    </header>
  )
}

const THEMES: readonly { name: ThemeName; label: string }[] = [
  { name: 'system', label: 'Theme: as the system' },
  { name: 'light', label: 'Theme: light' },
  { name: 'dark', label: 'Theme: dark' },
]

/** Actions without their own button; on a phone most of them. */
function MoreMenu({ app }: { app: App }): JSX.Element | null {
  const signedIn = app.tokens.signedIn.value
  const items: MenuItem[] = [
    { label: 'Share', act: () => (app.dialog.value = 'share') },
    { label: 'History', act: () => (app.dialog.value = 'history') },
    { label: 'Keys', act: () => (app.dialog.value = 'keys') },
    ...THEMES.map(({ name, label }) => ({
      label,
      note: app.theme.name.value === name ? '✓' : undefined,
      act: () => app.theme.choose(name),
    })),
    ...(signedIn ? [{ label: 'Sign out', act: () => app.connections.signOut() }] : []),
  ]
  return (
    <div class={signedIn ? '' : 'narrow-only'}>
      <Menu label="More" class="icon-button" items={items} button={<MoreIcon />} end />
    </div>
  )
}

export function RunButton({ app }: { app: App }): JSX.Element {
  if (isActive(app.runner.state.value)) {
    return (
      <button type="button" class="button run-button stop" onClick={() => app.stop()} aria-keyshortcuts="Control+.">
        <StopIcon />
        Stop
        <kbd class="key">{MOD} .</kbd>
      </button>
    )
  }
  return (
    <button
      type="button"
      class="button run-button"
      disabled={!app.canRun}
      onClick={() => void app.run()}
      aria-keyshortcuts="Control+Enter"
    >
      <PlayIcon />
      {app.runsCases ? 'Run cases' : 'Run'}
      <kbd class="key">{MOD} ↵</kbd>
    </button>
  )
}
