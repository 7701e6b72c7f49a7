import { glob, rename, writeFile } from 'node:fs/promises'

/** The clock of one process, by libfaketime: only the time of day jumps, timers keep running. */
export class ServiceClock {
  readonly environment: Record<string, string>
  readonly #file: string

  private constructor(library: string, file: string) {
    this.#file = file
    this.environment = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    }
  }

  static async create(file: string): Promise<ServiceClock> {
    for await (const library of glob('/usr/lib/*/faketime/libfaketimeMT.so.1')) {
      const clock = new ServiceClock(library, file)
      await clock.jump(0)
      return clock
    }
    throw new Error('libfaketime is missing: apt-get install faketime')
  }

  /** Takes effect within a second. Relative to the real time. */
  async jump(seconds: number): Promise<void> {
    await writeFile(`${this.#file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`)
    await rename(`${this.#file}.new`, this.#file)
  }
}
