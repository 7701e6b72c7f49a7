import { parseArgs } from 'node:util'
import { messageOf, SetupError } from '../bootstrap/setup-error.mjs'
import { ENGINES, type Engine } from './engines.ts'
import type { Boot } from './guest.ts'
import { PARTS, type Part } from './parts.ts'

/** A way to run the guest. */
export interface Kernel extends Boot {
  /** The usual time to boot, in seconds. */
  bootUsually: number
  /** The languages whose images the guest has. */
  languages: readonly string[]
  parts: readonly Part[]
  /** The container engines to run the parts with. */
  engines: readonly Engine[]
  /** What the attacks that the kernel itself does not contain try. */
  letsThrough: readonly string[]
}

const { verdicts, agent, echo, escape, exhaustion, tampering } = PARTS

const KERNELS: ReadonlyMap<string, Kernel> = new Map(
  Object.entries({
    'user-mode': {
      script: 'boot-user-mode.sh',
      bootUsually: 40,
      bootMs: 5 * 60_000,
      languages: ['python', 'bash', 'c'],
      // Programs that fill the guest's memory make this kernel fail.
      parts: [verdicts, agent, escape, tampering],
      engines: [ENGINES.runc, ENGINES.crun, ENGINES.rootless],
      // It takes such a call for the 64-bit call with the same number, so the filters see only the latter.
      letsThrough: ['call the kernel as a 32-bit program'],
    },
    debian: {
      script: 'boot-debian.sh',
      bootUsually: 120,
      bootMs: 15 * 60_000,
      // All that the attacks know.
      languages: ['python', 'bash', 'c', 'cpp', 'typescript', 'go', 'java'],
      parts: [verdicts, escape, exhaustion, tampering, echo],
      // Emulation is slow: user-mode Linux tests the others.
      engines: [ENGINES.runc],
      letsThrough: [],
    },
  }),
)

/** The kernel that these arguments name, with the engines and parts that they name, or all. Throws for others. */
export function kernelOf(args: readonly string[]): Kernel {
  const { kernel: name, engine, part } = readOptions(args)
  const kernel = KERNELS.get(name)
  if (kernel === undefined) throw unknown('kernel', name, [...KERNELS.keys()])
  return {
    ...kernel,
    engines: choose('container engine', kernel.engines, engine),
    parts: choose('part', kernel.parts, part),
  }
}

function readOptions(args: readonly string[]): { kernel: string; engine?: string[]; part?: string[] } {
  const several = { type: 'string', multiple: true } as const
  const options = { kernel: { type: 'string', default: 'user-mode' }, engine: several, part: several } as const
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new SetupError('The arguments are wrong.', {
      why: messageOf(error),
      todo: 'Example: npm run test:platforms -- --kernel debian --engine runc --part escape',
    })
  }
}

/** Those with these names; all without names. */
function choose<T extends { name: string }>(what: string, all: readonly T[], names?: readonly string[]): readonly T[] {
  const known = all.map(({ name }) => name)
  const missing = names?.find((name) => !known.includes(name))
  if (missing !== undefined) throw unknown(what, missing, known)
  return names === undefined ? all : all.filter(({ name }) => names.includes(name))
}

function unknown(what: string, name: string, known: readonly string[]): SetupError {
  return new SetupError(`The guest has no ${what} "${name}".`, { todo: `Use one of these: ${known.join(', ')}.` })
}
