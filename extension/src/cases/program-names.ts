import { hasExtension } from '@sandrun/shared'

/** Every extension of the language packs, written into the bundle at build time. */
declare const PROGRAM_EXTENSIONS: readonly string[]

/** Whether a file with this name can be a program. */
export function isProgramName(fileName: string): boolean {
  return hasExtension({ fileName }, { extensions: [...PROGRAM_EXTENSIONS] })
}
