import type { Program } from './program.ts'
import { programOfFragment } from './share-link.ts'

/** The address of the page, as far as it holds a program: until that is changed, it can be kept and passed on. */
export class Address {
  #program: Program | null = null

  /** The program of the address; null when it holds none. Throws a SandrunError when it is damaged, once. */
  async read(): Promise<Program | null> {
    try {
      const program = await programOfFragment(location.hash)
      if (program !== null) this.#program = program
      return program
    } catch (error) {
      clearFragment()
      throw error
    }
  }

  /** What is written from here on is no longer what the address says. */
  follow(program: Program): void {
    if (this.#program === null || program === this.#program) return
    this.#program = null
    clearFragment()
  }
}

function clearFragment(): void {
  history.replaceState(null, '', location.pathname)
}
