import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { App } from '../app.ts'
import { fragmentOf } from '../program/share-link.ts'
import { Dialog } from './dialog.tsx'
import { CheckIcon, LinkIcon } from './icons.tsx'

/** Some chat and mail programs cut longer links. */
const LONG_LINK = 8000

/** A link that holds the program. */
export function ShareDialog({ app, close }: { app: App; close: () => void }): JSX.Element {
  const link = useSignal('')
  const copied = useSignal(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    void fragmentOf(app.workspace.program.peek()).then((fragment) => {
      link.value = new URL(fragment, new URL('/', location.href)).href
      requestAnimationFrame(() => field.current?.select())
    })
  }, [app, link])
  const copy = async (): Promise<void> => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(link.value)
      copied.value = true
    } catch {
      // Not every page may write to the clipboard; selects the link, so that a person can copy it.
      copied.value = false
    }
  }
  return (
    <Dialog title="Share" onClose={close}>
      <div class="dialog-content">
        <p class="note">
          The link contains the program, its input and its cases. The service stores nothing, so a link can’t be
          revoked. Opening the link does not run the program.
        </p>
        <div class="copy-row">
          <input
            class="field code"
            ref={field}
            aria-label="Link"
            readOnly
            value={link.value}
            onFocus={(event) => event.currentTarget.select()}
          />
          <button type="button" class="button primary" disabled={link.value === ''} onClick={() => void copy()}>
            {copied.value ? <CheckIcon /> : <LinkIcon />}
            {copied.value ? 'Copied' : 'Copy'}
          </button>
        </div>
        {link.value.length > LONG_LINK && (
          <p class="note">It is {link.value.length.toLocaleString()} characters long; some apps cut such links.</p>
        )}
      </div>
    </Dialog>
  )
}
