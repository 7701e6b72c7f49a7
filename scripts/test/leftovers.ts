import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import type { LabelledContainer } from '../docker/engine.mjs'
import { engineOf } from '../docker/find-engine.mjs'
import { ONE_FAILED, ONE_PASSED, type Tally } from './tally.ts'

const OWNER_LABEL = 'sandrun.owner'
/** An agent whose service was killed ends on its own within a second or two. */
const GRACE_MS = 5000
const POLL_MS = 250

/** One test: no container outlives its service. */
export async function leftoverPart(): Promise<Tally> {
  const engine = engineOf(process.env)
  const deadline = Date.now() + GRACE_MS
  let orphans: string[]
  do {
    orphans = orphansAmong(await engine.containersWith(OWNER_LABEL))
    if (orphans.length === 0) break
    await wait(POLL_MS)
  } while (Date.now() < deadline)

  console.log('\n── leftovers ──')
  if (orphans.length === 0) {
    console.log('✓ no containers left')
    return ONE_PASSED
  }
  console.error(
    `✗ left behind: ${orphans.join(', ')}\n  Do:  docker inspect one of them; its labels say which test made it.`,
  )
  return ONE_FAILED
}

/**
 * The containers whose owner (`host:pid:start`) no longer runs. A service that runs beside the tests keeps its own, and
 * containers of another host are left alone.
 */
export function orphansAmong(containers: readonly LabelledContainer[], isRunning = hasProcess): string[] {
  return containers
    .filter(({ labels }) => {
      const [host, pid] = (labels[OWNER_LABEL] ?? '').split(':')
      return host === hostname() && !isRunning(Number(pid))
    })
    .map(({ name }) => name)
}

function hasProcess(pid: number): boolean {
  return existsSync(`/proc/${pid}`)
}
