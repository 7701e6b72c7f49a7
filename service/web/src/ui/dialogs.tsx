import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { HistoryDialog } from './history-dialog.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { ShareDialog } from './share-dialog.tsx'
import { SignInDialog } from './sign-in-dialog.tsx'

/** The open dialog, if there is one. */
export function Dialogs({ app }: { app: App }): JSX.Element | null {
  const close = (): void => {
    app.dialog.value = null
  }
  switch (app.dialog.value) {
    case 'history':
      return <HistoryDialog app={app} close={close} />
    case 'keys':
      return <KeysDialog app={app} close={close} />
    case 'share':
      return <ShareDialog app={app} close={close} />
    case 'sign-in':
      return <SignInDialog app={app} close={close} />
    case null:
      return null
  }
}
