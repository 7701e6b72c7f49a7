import type { DiagnosticPattern } from './language.ts'

/** A place in the program's own files that a compiler or a runtime complains about. */
export interface Diagnostic {
  file: string
  line: number
  column: number | null
  severity: 'error' | 'warning'
  message: string
}

/**
 * Finds what the pack's patterns find, in the order of the patterns. They are matched over all lines at once, which a
 * terminal ends with CR LF.
 */
export function findDiagnostics(patterns: readonly DiagnosticPattern[], text: string): Diagnostic[] {
  const lines = text.replaceAll('\r\n', '\n')
  return patterns.flatMap(({ pattern, severity }) =>
    [...lines.matchAll(new RegExp(pattern, 'gm'))].flatMap(({ groups }) => {
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
