import { parseArgs } from 'node:util'
import { messageOf, SetupError } from '../bootstrap/setup-error.mjs'
import { ENGINES, type Engine } from './engines.ts'
import { PARTS, type Part } from './parts.ts'

/** A way to run the guest. */
export interface Kernel {
  /** The script in `guest` that becomes the guest. */
  script: string
  /** The usual time to boot, in seconds. */
  bootUsually: number
  /** Enough time to boot on a busy machine. */
  bootMs: number
  /** The languages whose images the guest has. */
  languages: readonly string[]
  parts: readonly Part[]
  /** The container engines to run the parts with. */
  engines: readonly Engine[]
  /** What the attacks that the kernel itself does not contain try. */
  letsThrough: readonly string[]
}

const { verdicts, escape, exhaustion, tampering } = PARTS

const KERNELS: ReadonlyMap<string, Kernel> = new Map(
  Object.entries({
    'user-mode': {
      script: 'boot-user-mode.sh',
      bootUsually: 40,
      bootMs: 5 * 60_000,
      languages: ['python', 'bash', 'c'],
      // Programs that fill the guest's memory make this kernel fail.
      parts: [verdicts, escape, tampering],
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
      parts: [verdicts, escape, exhaustion, tampering],
      // Emulation is slow: user-mode Linux tests the others.
      engines: [ENGINES.runc],
      letsThrough: [],
    },
  }),
)

/** The kernel that these arguments name, with the engine that they name or all. Throws a SetupError for others. */
export function kernelOf(args: readonly string[]): Kernel {
  const { kernel: name, engine } = readOptions(args)
  const kernel = KERNELS.get(name)
  if (kernel === undefined) throw unknown('kernel', name, [...KERNELS.keys()])
  if (engine === undefined) return kernel
  const engines = kernel.engines.filter((one) => one.name === engine)
  const known = kernel.engines.map((one) => one.name)
  if (engines.length === 0) throw unknown('container engine', engine, known)
  return { ...kernel, engines }
}

function readOptions(args: readonly string[]): { kernel: string; engine?: string } {
  const options = { kernel: { type: 'string', default: 'user-mode' }, engine: { type: 'string' } } as const
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new SetupError('The arguments are wrong.', {
      why: messageOf(error),
      todo: 'Example: npm run test:platforms -- --kernel debian --engine runc',
    })
  }
}

function unknown(what: string, name: string, known: readonly string[]): SetupError {
  return new SetupError(`The guest has no ${what} "${name}".`, { todo: `Use one of these: ${known.join(', ')}.` })
}
