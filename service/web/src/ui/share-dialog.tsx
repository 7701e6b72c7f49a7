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
  useEffect(() => {
    void fragmentOf(app.workspace.program.peek()).then((fragment) => {
      link.value = new URL(fragment, new URL('/', location.href)).href
    })
  }, [app, link])
  return (
    <Dialog title="Share" onClose={close}>
      <div class="dialog-content">
        <p class="note">
          The link contains the program, its input and its cases. The service stores nothing, so a link can’t be
          revoked. Opening the link does not run the program.
        </p>
        <CopyRow label="Link" text={link.value} isFirst />
        {link.value.length > LONG_LINK && (
          <p class="note">It is {link.value.length.toLocaleString()} characters long; some apps cut such links.</p>
        )}
        <p class="note">
          To show the program on a page whose origin is in this service’s SANDRUN_ORIGINS, use this HTML:
        </p>
        <CopyRow label="HTML" text={link.value === '' ? '' : frameOf(link.value)} />
      </div>
    </Dialog>
  )
}

/** A frame with the program: base64url needs no escapes. */
function frameOf(link: string): string {
  const { origin, hash } = new URL(link)
  return `<iframe src="${origin}/embed${hash}" title="Program" width="100%" height="420"></iframe>`
}

interface CopyRowProps {
  label: string
  text: string
  /** Selected as soon as its text is there. */
  isFirst?: boolean
}

/** A text to copy. */
function CopyRow({ label, text, isFirst = false }: CopyRowProps): JSX.Element {
  const copied = useSignal(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isFirst && text !== '') requestAnimationFrame(() => field.current?.select())
  }, [isFirst, text])
  const copy = async (): Promise<void> => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(text)
      copied.value = true
    } catch {
      // Not every page may write to the clipboard; the text is selected, so that a person can copy it.
      copied.value = false
    }
  }
  return (
    <div class="copy-row">
      <input
        class="field code"
        ref={field}
        aria-label={label}
        readOnly
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button
        type="button"
        class={isFirst ? 'button primary' : 'button'}
        aria-label={`${copied.value ? 'Copied' : 'Copy'}: ${label}`}
        disabled={text === ''}
        onClick={() => void copy()}
      >
        {copied.value ? <CheckIcon /> : <LinkIcon />}
        {copied.value ? 'Copied' : 'Copy'}
      </button>
    </div>
  )
}
