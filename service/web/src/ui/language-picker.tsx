import { useSignal } from '@preact/signals'
import type { LanguageInfo } from '@sandrun/shared'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { App } from '../app.ts'
import { searchLanguages } from '../service/search-languages.ts'
import { BuildHint } from './build-hint.tsx'
import { Dialog } from './dialog.tsx'
import { ChevronIcon, SearchIcon } from './icons.tsx'

/** How often the open list is reloaded while the service builds languages, in milliseconds. */
const LOOK_AGAIN_MS = 2000

/** The language and its version; a click opens the list of all languages. */
export function LanguagePicker({ app }: { app: App }): JSX.Element {
  const open = useSignal(false)
  const language = app.language.value
  const isWatched = open.value && app.languages.list.value.some(({ build }) => build !== undefined)
  useEffect(() => {
    if (!isWatched) return
    const timer = setInterval(() => void app.languages.load().catch(() => {}), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [isWatched])
  const choose = (chosen: LanguageInfo): void => {
    open.value = false
    app.chooseLanguage(chosen)
  }
  return (
    <>
      <button
        type="button"
        class="button language-button"
        data-opens="languages"
        aria-haspopup="dialog"
        aria-label={
          language === undefined ? 'Choose a language' : `Language: ${language.name} ${language.version ?? ''}`
        }
        aria-keyshortcuts="Control+K"
        disabled={app.languages.list.value.length === 0}
        onClick={() => {
          open.value = true
          // More may have been built by now.
          void app.languages.load().catch(() => {})
        }}
      >
        <span class="language-name">{language?.name ?? 'Language'}</span>{' '}
        <span class="language-version">{language?.version}</span>
        <ChevronIcon />
      </button>
      {open.value && (
        <Dialog title="Choose a language" plain class="picker" onClose={() => (open.value = false)}>
          <LanguageList app={app} languages={app.languages.list.value} current={language} choose={choose} />
        </Dialog>
      )}
    </>
  )
}

interface LanguageListProps {
  app: App
  languages: readonly LanguageInfo[]
  current: LanguageInfo | undefined
  choose: (language: LanguageInfo) => void
}

/** A search field over a list (WAI-ARIA's combobox pattern): the focus stays in the field, arrows move in the list. */
function LanguageList({ app, languages, current, choose }: LanguageListProps): JSX.Element {
  const query = useSignal('')
  const found = searchLanguages(languages, query.value)
  const start = query.value === '' ? found.findIndex((language) => language === current) : 0
  const at = useSignal(Math.max(0, start))
  const selected = found[Math.min(at.value, found.length - 1)]
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    // Only after the surrounding dialog has opened.
    requestAnimationFrame(() => {
      list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
    })
  }, [selected])
  const search = (event: InputEvent): void => {
    if (event.target instanceof HTMLInputElement) query.value = event.target.value
    at.value = 0
  }
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined) at.value = Math.min(Math.max(0, at.value + step), found.length - 1)
    else if (event.key === 'Enter' && selected?.available === true) choose(selected)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div class="picker-search">
        <SearchIcon />
        <input
          type="text"
          role="combobox"
          aria-label="Search languages"
          aria-expanded="true"
          aria-controls="languages"
          aria-activedescendant={selected === undefined ? undefined : `language-${selected.id}`}
          placeholder="Search languages"
          autocomplete="off"
          spellcheck={false}
          autofocus
          value={query.value}
          onInput={search}
          onKeyDown={press}
        />
      </div>
      <ul id="languages" class="picker-list" role="listbox" aria-label="Languages" ref={list}>
        {found.map((language, index) => (
          <li
            key={language.id}
            id={`language-${language.id}`}
            role="option"
            aria-selected={language === selected}
            aria-disabled={!language.available}
            onClick={() => (language.available ? choose(language) : (at.value = index))}
          >
            <span>{language.name}</span>
            <span class="picker-note">{language.available ? language.version : (language.build ?? 'not built')}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="picker-empty">No language has that name.</p>}
      {found.some(({ available, build }) => !available && build === undefined) && (
        <BuildHint key={selected?.id} app={app} selected={selected} />
      )}
    </>
  )
}
