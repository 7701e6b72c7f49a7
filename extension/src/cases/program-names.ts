import { hasExtension } from '@sandrun/shared'

/** Every extension the language packs know, written into the bundle when it is built. */
declare const PROGRAM_EXTENSIONS: readonly string[]

/** Whether a file of this name can be a program. */
export function isProgramName(fileName: string): boolean {
  return hasExtension({ fileName }, { extensions: [...PROGRAM_EXTENSIONS] })
}
