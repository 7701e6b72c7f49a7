import { ANONYMOUS, type Principal } from '../../src/model/principal.ts'

/** A principal on this machine. */
export const principal = (id: string): Principal => ({ ...ANONYMOUS, id, address: '127.0.0.1' })
