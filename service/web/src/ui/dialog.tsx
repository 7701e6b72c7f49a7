import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { CloseIcon } from './icons.tsx'

interface DialogProps {
  title: string
  /** Whether only screen readers get the title. */
  plain?: boolean
  class?: string
  onClose: () => void
  children: ComponentChildren
}

/** A modal dialog while it is rendered: Escape, the cross and a click outside close it; the focus then goes back. */
export function Dialog({ title, plain = false, class: name = '', onClose, children }: DialogProps): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    // Closing returns the focus; removing the element would not.
    return () => dialog?.close()
  }, [])
  const closeBeside = (event: MouseEvent): void => {
    if (event.target === ref.current) ref.current?.close()
  }
  return (
    <dialog ref={ref} class={`dialog ${name}`} aria-label={title} onClose={onClose} onClick={closeBeside}>
      <div class="dialog-body">
        {plain ? null : (
          <header class="dialog-header">
            <h2>{title}</h2>
            <button type="button" class="icon-button" aria-label="Close" onClick={() => ref.current?.close()}>
              <CloseIcon />
            </button>
          </header>
        )}
        {children}
      </div>
    </dialog>
  )
}
