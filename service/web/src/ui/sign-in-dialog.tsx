import { useSignal } from '@preact/signals'
import { toSandrunError } from '@sandrun/shared'
import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { Dialog } from './dialog.tsx'

/** Asks for the service's token. */
export function SignInDialog({ app, close }: { app: App; close: () => void }): JSX.Element {
  const token = useSignal('')
  const inBrowser = useSignal(false)
  const trying = useSignal(false)
  const complaint = useSignal('')
  const signIn = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    trying.value = true
    complaint.value = ''
    try {
      await app.signIn(token.value.trim(), { inBrowser: inBrowser.value })
    } catch (error) {
      const { message, hint } = toSandrunError(error)
      complaint.value = `${message} ${hint}`
    } finally {
      trying.value = false
    }
  }
  return (
    <Dialog title="Sign in" onClose={close}>
      <form class="dialog-content" onSubmit={(event) => void signIn(event)}>
        <p class="note">This service needs a token. Ask its operator for one.</p>
        <label class="labelled">
          Token
          <input
            class="field code"
            type="password"
            autocomplete="current-password"
            autofocus
            required
            value={token.value}
            onInput={(event) => (token.value = event.currentTarget.value)}
            aria-invalid={complaint.value !== ''}
            aria-describedby="sign-in-complaint"
          />
        </label>
        <label class="inline-label">
          <input
            type="checkbox"
            checked={inBrowser.value}
            onChange={(event) => (inBrowser.value = event.currentTarget.checked)}
          />
          Keep me signed in on this computer
        </label>
        <p id="sign-in-complaint" class="complaint" role="alert">
          {complaint.value}
        </p>
        <div class="dialog-actions">
          <button type="button" class="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={trying.value || token.value.trim() === ''}>
            {trying.value ? 'Signing in…' : 'Sign in'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
