import { execFile } from 'node:child_process'
import { posix } from 'node:path'
import { promisify } from 'node:util'
import type { LanguagePack } from '../../languages/pack.ts'

/** Where main may be found, the nearest to what others see first. */
const MAIN = ['origin/main', 'origin/master', 'main', 'master']

/**
 * Asks git which packs differ from main, committed or not; on main itself, from the commit before. A change of a base
 * is one of every pack built on it. Null where nothing tells: no repository, or a clone without what came before.
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
  return changed === null || untracked === null ? null : changedBy(`${changed}\n${untracked}`.split('\n'))
}

/** Whether a pack is touched by a change of these paths, relative to `languages/`. */
export function changedBy(paths: readonly string[]): (pack: LanguagePack) => boolean {
  const touched = new Set(
    paths.map((path) =>
      path
        .split('/')
        .slice(0, path.startsWith('_bases/') ? 2 : 1)
        .join('/'),
    ),
  )
  // Every other base is built on this one.
  const everything = touched.has('_bases/base')
  return ({ manifest }) => everything || touched.has(manifest.id) || touched.has(posix.join('_bases', manifest.base))
}
