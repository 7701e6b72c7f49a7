import { LocalRates } from '../../src/drivers/local/local-rates.ts'
import { Lockout } from '../../src/gateway/access/lockout.ts'

export function lockoutAt(now: () => number = Date.now): Lockout {
  return new Lockout(new LocalRates(now))
}
