import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OVERLAY_BASE, parentImages } from '../../images/image-plan.ts'
import type { LanguagePack } from '../../languages/pack.ts'

const BASE_IMAGE = 'sandrun/base-'

/** Names of main, the most public first. */
const MAIN = ['origin/main', 'origin/master', 'main', 'master']

/**
 * Asks git which packs differ from main, committed or not; on main itself, from the previous commit. A change to a base
 * counts for every pack built on it. Null without a repository, or in a clone without history.
 */
export async function readChanges(directory: string): Promise<((pack: LanguagePack) => boolean) | null> {
  const git = async (...args: string[]): Promise<string | null> => {
    const answer = await promisify(execFile)('git', ['-C', directory, ...args]).catch(() => null)
    return answer?.stdout.trim() ?? null
  }
  const head = await git('rev-parse', 'HEAD')
  let since: string | null = null
  for (const name of MAIN) since ??= await git('merge-base', 'HEAD', name)
  if (since === head) since = await git('rev-parse', '--verify', '--quiet', 'HEAD~1')
  if (since === null) return null
  const changed = await git('diff', '--name-only', '--relative', since, '--', '.')
  const untracked = await git('ls-files', '--others', '--exclude-standard')
  if (changed === null || untracked === null) return null
  return changedBy(`${changed}\n${untracked}`.split('\n'), await readBaseParents(directory))
}

/**
 * Whether a change of these paths, relative to `languages/`, affects a pack. `baseParents` lists the bases that each
 * base is built on or copies from.
 */
export function changedBy(
  paths: readonly string[],
  baseParents: ReadonlyMap<string, readonly string[]>,
): (pack: LanguagePack) => boolean {
  const touched = new Set(
    paths.map((path) =>
      path
        .split('/')
        .slice(0, path.startsWith('_bases/') ? 2 : 1)
        .join('/'),
    ),
  )
  const isBaseTouched = (base: string): boolean =>
    touched.has(`_bases/${base}`) || (baseParents.get(base) ?? []).some(isBaseTouched)
  const isEveryTouched = isBaseTouched(OVERLAY_BASE)
  return ({ manifest }) => isEveryTouched || touched.has(manifest.id) || isBaseTouched(manifest.base)
}

async function readBaseParents(directory: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const bases = await readdir(join(directory, '_bases')).catch(() => [])
  const entries = bases.map(async (base) => {
    const dockerfile = await readFile(join(directory, '_bases', base, 'Dockerfile'), 'utf8').catch(() => '')
    const parents = parentImages(dockerfile, (image) => image.startsWith(BASE_IMAGE))
    return [base, parents.map((image) => image.slice(BASE_IMAGE.length))] as const
  })
  return new Map(await Promise.all(entries))
}
