import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SHARED_SERVICE_FILE, type SharedService, SharedServiceSchema } from '@sandrun/shared'

/** How the service of this folder is reached; null where there is none, or one that another person may have written. */
export async function readRecord(folder: string): Promise<SharedService | null> {
  const path = join(folder, SHARED_SERVICE_FILE)
  try {
    const { uid } = await stat(path)
    // Windows knows no owners by number; there the folder is the person's own.
    if (process.getuid !== undefined && uid !== process.getuid()) return null
    return SharedServiceSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}
