import type { FileFrame } from '../agent/frames.ts'
import { type CompiledFiles, toCompiledFiles } from './compiled-program.ts'
import type { RunSteps } from './run-steps.ts'

/** The most bytes of compiled files that later cases, and other runs of the program, can reuse. */
const MAX_ARTEFACT_BYTES = 32 * 2 ** 20

/** The files that compiling makes, by the patterns of the pack. */
export class Artefacts {
  readonly #steps: RunSteps
  readonly #patterns: readonly string[]
  #emptied: ReadonlySet<string> = new Set()

  constructor(steps: RunSteps, patterns: readonly string[]) {
    this.#steps = steps
    this.#patterns = patterns
  }

  /**
   * Frames that empty what an earlier compilation left in the sandbox, so that it can't start in place of a program
   * that comes elsewhere. The files in a folder of the pack are left to the pack's driver.
   */
  async emptyOld(): Promise<FileFrame[]> {
    const end = await this.#steps.collect(this.#patterns, MAX_ARTEFACT_BYTES)
    if (end.type !== 'collected') return []
    this.#emptied = new Set(end.files.map(({ path }) => path))
    return end.files.map(({ path }) => ({ type: 'file', path, executable: false, content: new Uint8Array() }))
  }

  /** Collects the compiled files, without contents unless they are kept. */
  async collect(areKept: boolean): Promise<CompiledFiles> {
    const patterns = this.#patterns.flatMap((path) => [path, `${path}/**`])
    const end = await this.#steps.collect(patterns, areKept ? MAX_ARTEFACT_BYTES : 0)
    return toCompiledFiles(end, patterns, this.#emptied)
  }
}
