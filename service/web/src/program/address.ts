import type { Program } from './program.ts'
import { programOfFragment } from './share-link.ts'

/** The program in the page's address: until it is changed, the address can be kept and shared. */
export class Address {
  #program: Program | null = null

  /** The address's program; null if it has none. If it is damaged, throws a SandrunError the first time. */
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

  /** Clears the address once the program differs from it. */
  follow(program: Program): void {
    if (this.#program === null || program === this.#program) return
    this.#program = null
    clearFragment()
  }
}

function clearFragment(): void {
  history.replaceState(null, '', location.pathname)
}
