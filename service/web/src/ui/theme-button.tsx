import type { JSX } from 'preact'
import type { Theme, ThemeName } from '../theme.ts'
import { MoonIcon, SunIcon, SystemIcon } from './icons.tsx'

const NEXT: Readonly<Record<ThemeName, ThemeName>> = { system: 'light', light: 'dark', dark: 'system' }
const ICONS = { system: SystemIcon, light: SunIcon, dark: MoonIcon }
const WORDS: Readonly<Record<ThemeName, string>> = { system: "the system's", light: 'light', dark: 'dark' }

/** Switches between the three themes. */
export function ThemeButton({ theme }: { theme: Theme }): JSX.Element {
  const name = theme.name.value
  const Icon = ICONS[name]
  const label = `Theme: ${WORDS[name]}. Change to ${WORDS[NEXT[name]]}.`
  return (
    <button type="button" class="icon-button" title={label} aria-label={label} onClick={() => theme.choose(NEXT[name])}>
      <Icon />
    </button>
  )
}
