import type { CancellationToken } from 'vscode'

/** Aborts when VS Code's token does. */
export function abortSignalOf(token: CancellationToken): AbortSignal {
  const abort = new AbortController()
  if (token.isCancellationRequested) abort.abort()
  token.onCancellationRequested(() => abort.abort())
  return abort.signal
}
