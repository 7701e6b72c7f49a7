import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SHARED_SERVICE_FILE, type SharedService, SharedServiceSchema } from '@sandrun/shared'

/** How to reach the service of this folder; null if there is none, or if another user may have written the file. */
export async function readRecord(folder: string): Promise<SharedService | null> {
  const path = join(folder, SHARED_SERVICE_FILE)
  try {
    const { uid } = await stat(path)
    // Windows has no owners by number; there the folder is the user's own.
    if (process.getuid !== undefined && uid !== process.getuid()) return null
    return SharedServiceSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}
