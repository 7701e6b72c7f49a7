import type { Probe } from '../attack.ts'
import { AGENT, FRAMES, INIT } from './agent.ts'
import { COMPILE_BOMBS } from './compile-bombs.ts'
import { EXHAUSTION } from './exhaustion.ts'
import { FILESYSTEM } from './filesystem.ts'
import { KERNEL } from './kernel.ts'
import { MEMORY } from './memory.ts'
import { NEIGHBOURS } from './neighbours.ts'
import { NETWORK } from './network.ts'
import { PREPARED } from './prepared.ts'
import { PRIVILEGES } from './privileges.ts'
import { REACH } from './reach.ts'
import { ENTRIES, SECCOMP } from './seccomp.ts'
import { SESSIONS } from './sessions.ts'
import { TAMPERING } from './tampering.ts'

/** The attacks of `sandrun doctor --attack`, in this order. Each test of service/test/attack adds its own control. */
export const CATALOGUE: readonly Probe[] = [
  PRIVILEGES,
  SECCOMP,
  ENTRIES,
  KERNEL,
  FILESYSTEM,
  NETWORK,
  REACH,
  AGENT,
  INIT,
  FRAMES,
  NEIGHBOURS,
  MEMORY,
  EXHAUSTION,
  TAMPERING,
  SESSIONS,
  PREPARED,
  // With many languages it takes longest, and what time is left for it is enough for some of them.
  COMPILE_BOMBS,
]
