import { ratesContract } from '../../../test/contracts/rates.ts'
import { LocalRates } from './local-rates.ts'

ratesContract('One process', (clock) => new LocalRates(clock))
