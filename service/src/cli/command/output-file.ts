import { access, constants, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SandrunError } from '@sandrun/shared'
import { CommandError, OUTPUT_FAILED } from './command-error.ts'
import { reason } from './file-fault.ts'

/**
 * Checks before a command's work that it can write the file of this option, and changes nothing: an older report stays
 * until there is a new one. Throws `path-refused`.
 */
export async function requireWritable(path: string, option: string): Promise<void> {
  const why = await whyNotWritable(path)
  if (why === null) return
  throw new SandrunError('path-refused', `Can't write ${path === '' ? '""' : path}: ${why}.`, {
    hint: `Set ${option} to a file that you can write, in a folder that exists.`,
  })
}

/** Writes the file after the work. Throws a CommandError. */
export async function writeOutput(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (error) {
    const hint = 'Free some space or write somewhere else.'
    throw new CommandError(`Can't write ${path}: ${reason(error)}.`, hint, OUTPUT_FAILED)
  }
}

async function whyNotWritable(path: string): Promise<string | null> {
  // A folder that does not exist yet, too.
  if (path === '' || path.endsWith('/')) return 'it names no file'
  try {
    const facts = await stat(path)
    if (facts.isDirectory()) return 'it is a folder'
    // To open it would block at a pipe without a reader, and end the input of one with a reader.
    await access(path, constants.W_OK)
    return null
  } catch (error) {
    return isMissing(error) ? whyNoEntry(dirname(path)) : reason(error)
  }
}

/** Why no file can be created in this folder. */
async function whyNoEntry(folder: string): Promise<string | null> {
  try {
    await access(folder, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return isMissing(error) ? 'its folder does not exist' : reason(error)
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
