import { BoundedText } from './bounded-text.ts'
import type { DiagnosticPattern } from './language.ts'

/** A place in the program's own files that a compiler or a runtime reports. */
export interface Diagnostic {
  file: string
  line: number
  column: number | null
  severity: 'error' | 'warning'
  message: string
}

/**
 * Finds the places that the pack's patterns match, in the patterns' order. Of a text of more than 128 K characters they
 * see the start and the end, of a long line its first 300 characters.
 */
export function findDiagnostics(patterns: readonly DiagnosticPattern[], text: string): Diagnostic[] {
  const bounded = new BoundedText(text)
  return patterns.flatMap(({ pattern, severity }) =>
    [...bounded.matches(pattern)].flatMap(({ groups }) => {
      const line = Number(groups?.['line'])
      const file = groups?.['file']
      if (file === undefined || !Number.isInteger(line)) return []
      const column = Number(groups?.['column'])
      return {
        file,
        line,
        column: Number.isInteger(column) ? column : null,
        severity: severity ?? (groups?.['severity'] === 'warning' ? 'warning' : 'error'),
        message: groups?.['message'] ?? '',
      }
    }),
  )
}
