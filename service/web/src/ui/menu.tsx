import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'

export interface MenuItem {
  label: string
  note?: string | undefined
  act: () => void
}

interface MenuProps {
  label: string
  class?: string
  button: ComponentChildren
  items: readonly MenuItem[]
  /** Whether the list's end aligns with the button's, without room beyond it. */
  end?: boolean
}

/** A button that opens a menu (WAI-ARIA's menu button pattern). */
export function Menu({ label, class: name = 'button', button, items, end = false }: MenuProps): JSX.Element {
  const open = useSignal(false)
  const id = useId()
  const root = useRef<HTMLDivElement>(null)
  const opener = (): HTMLElement | null | undefined => root.current?.querySelector('button')
  useLayoutEffect(() => {
    if (!open.value) return undefined
    root.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
    const closeBeside = ({ target }: Event): void => {
      if (target instanceof Node && root.current?.contains(target) !== true) open.value = false
    }
    document.addEventListener('pointerdown', closeBeside)
    return () => document.removeEventListener('pointerdown', closeBeside)
  }, [open.value])
  const press = (event: KeyboardEvent): void => {
    if (!open.value) return
    const entries = [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
    const at = entries.findIndex((entry) => entry === document.activeElement)
    if (event.key === 'ArrowDown') entries[(at + 1) % entries.length]?.focus()
    else if (event.key === 'ArrowUp') entries.at(at - 1)?.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') {
      open.value = false
      if (event.key === 'Tab') return
      opener()?.focus()
    } else return
    event.preventDefault()
  }
  const choose = ({ act }: MenuItem): void => {
    open.value = false
    opener()?.focus()
    act()
  }
  return (
    <div class="menu" ref={root} onKeyDown={press}>
      <button
        type="button"
        class={name}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={id}
        disabled={items.length === 0}
        onClick={() => (open.value = !open.value)}
      >
        {button}
      </button>
      {open.value && (
        <ul class={end ? 'menu-list at-end' : 'menu-list'} role="menu" id={id} aria-label={label}>
          {items.map((item) => (
            <li role="none" key={item.label}>
              <button type="button" role="menuitem" tabIndex={-1} onClick={() => choose(item)}>
                <span>{item.label}</span>
                {item.note !== undefined && <span class="menu-note">{item.note}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
