import { plain } from './message.ts'

/** Erases the line the cursor is in (ECMA-48, CR and EL). */
export const CLEAR_LINE = '\r\u001B[K'

/** Says at a terminal what is going on, until it is disposed. A pipe hears nothing of what passes. */
export function showProgress(text: string): Disposable {
  const { stderr } = process
  if (!stderr.isTTY) return { [Symbol.dispose]: () => {} }
  stderr.write(`${CLEAR_LINE}${plain(text).slice(0, stderr.columns - 1)}`)
  return { [Symbol.dispose]: () => void stderr.write(CLEAR_LINE) }
}
