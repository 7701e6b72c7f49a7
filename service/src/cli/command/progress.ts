import { plain } from './message.ts'

/** Erases the cursor's line (ECMA-48, CR and EL). */
export const CLEAR_LINE = '\r\u001B[K'

/** Shows progress on a terminal until it is disposed of. A pipe gets nothing. */
export function showProgress(text: string): Disposable {
  const { stderr } = process
  if (!stderr.isTTY) return { [Symbol.dispose]: () => {} }
  stderr.write(`${CLEAR_LINE}${plain(text).slice(0, stderr.columns - 1)}`)
  return { [Symbol.dispose]: () => void stderr.write(CLEAR_LINE) }
}
