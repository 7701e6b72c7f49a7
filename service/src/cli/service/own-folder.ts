import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isOwnerAlive, ownerName } from '../../worker/pool/owner.ts'

const PREFIX = 'sandrun-own-'
/** The file that names the process which uses the folder. */
const OWNER = 'owner'

/** Creates a temporary folder in `parent` for the state of this process's service, and removes those of killed ones. */
export async function createOwnFolder(parent = tmpdir()): Promise<string> {
  await removeAbandoned(parent)
  const folder = await mkdtemp(join(parent, PREFIX))
  try {
    await writeFile(join(folder, OWNER), ownerName())
    return folder
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  // A folder that can't be read or removed costs space, but must not keep a program from running.
  const names = await readdir(parent).catch(() => [])
  for (const name of names.filter((found) => found.startsWith(PREFIX))) {
    const folder = join(parent, name)
    if (await isAbandoned(folder).catch(() => false)) await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}

/** Whether the process is dead. Without a file, it may be about to write it. */
async function isAbandoned(folder: string): Promise<boolean> {
  const facts = await lstat(folder)
  // Everybody can write to the parent: another user's folder could change into a link while it is removed.
  if (!facts.isDirectory() || facts.uid !== process.getuid?.()) return false
  return !isOwnerAlive(await readFile(join(folder, OWNER), 'utf8'))
}
