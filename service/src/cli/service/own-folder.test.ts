import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ownerName } from '../../worker/pool/owner.ts'
import { createOwnFolder } from './own-folder.ts'

let parent: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'sandrun-folders-'))
})
afterEach(() => rm(parent, { recursive: true }))

async function leave(name: string, owner: string | null): Promise<void> {
  await mkdir(join(parent, name, 'compiled'), { recursive: true })
  if (owner !== null) await writeFile(join(parent, name, 'owner'), owner)
}

it('removes only the folders of killed processes', async () => {
  // This pid, which a process had that began at another time.
  const dead = ownerName().replace(/^([^:]*:\d+):\d+:/, '$1:1:')
  await leave('sandrun-own-dead', dead)
  await leave('sandrun-own-alive', ownerName())
  await leave('sandrun-own-new', null)
  await leave('sandrun-own-elsewhere', 'other-host:1:1:1')
  await leave('another', dead)
  await symlink(join(parent, 'another'), join(parent, 'sandrun-own-link'))
  const own = await createOwnFolder(parent)
  expect((await readdir(parent)).toSorted()).toEqual(
    [
      'another',
      'sandrun-own-alive',
      'sandrun-own-elsewhere',
      'sandrun-own-link',
      'sandrun-own-new',
      basename(own),
    ].toSorted(),
  )
  // Its own file keeps it from a later process.
  await createOwnFolder(parent)
  expect(await readdir(parent)).toContain(basename(own))
  expect(await readdir(own)).toEqual(['owner'])
})
