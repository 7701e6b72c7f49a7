import { type Signal, signal } from '@preact/signals'
import * as z from 'zod/mini'

const KEY = 'sandrun.theme'

const ThemeSchema = z.enum(['system', 'light', 'dark'])
export type ThemeName = z.infer<typeof ThemeSchema>

/** Light, dark, or the system's choice (prefers-color-scheme). The choice is kept in this browser. */
export class Theme {
  readonly name: Signal<ThemeName>
  readonly #root: HTMLElement
  readonly #storage: Storage

  constructor(root: HTMLElement, storage: Storage) {
    this.#root = root
    this.#storage = storage
    this.name = signal(ThemeSchema.safeParse(storage.getItem(KEY)).data ?? 'system')
    this.#apply()
  }

  choose(name: ThemeName): void {
    this.name.value = name
    if (name === 'system') this.#storage.removeItem(KEY)
    else this.#storage.setItem(KEY, name)
    this.#apply()
  }

  #apply(): void {
    const { value } = this.name
    this.#root.style.colorScheme = value === 'system' ? '' : value
  }
}
