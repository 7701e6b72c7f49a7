import type { LanguageManifest } from '@sandrun/shared'
import { packFault } from './pack-file.ts'

/**
 * Refuses a pattern that takes exponential time on some text: no window of lines is small enough for it. Throws a
 * SandrunError that names the pattern; `path` is the pattern's file.
 */
export async function checkPatterns(manifest: LanguageManifest, path: string): Promise<void> {
  // Slow to load, and needed only to build or add a pack.
  const { analyse } = await import('scslre')
  const patterns = (manifest.diagnostics ?? []).map(({ pattern }, index) => ({
    field: `diagnostics[${index}].pattern`,
    pattern,
  }))
  for (const field of ['outOfMemory', 'compilerFailed', 'syntaxError', 'missingLibrary', 'signs'] as const) {
    const pattern = manifest[field]
    if (pattern !== undefined) patterns.push({ field, pattern })
  }
  for (const { field, pattern } of patterns) {
    const { reports } = analyse(new RegExp(pattern, 'm'), { reportTypes: { Move: false } })
    const slow = reports.find(({ exponential }) => exponential)
    if (slow !== undefined) {
      throw packFault(path, field, `"${field}": takes exponential time: two of its parts match the same text`)
    }
  }
}
