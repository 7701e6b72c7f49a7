import { expect, it } from 'vitest'
import { notAttacked, onlyOn, type Probe } from './attack.ts'

const PROBE: Probe = {
  id: 'compilers',
  group: 'exhaustion',
  impact: 'They take all.',
  attacks: [
    { name: 'a', contained: 'ended', language: 'rust' },
    { name: 'b', contained: 'ended', language: 'c' },
    { name: 'c', contained: 'ended', language: 'ada' },
    { name: 'd', contained: 'ended', language: 'rust' },
    { name: 'a neighbour', contained: 'answers' },
  ],
  run: async () => ({}),
}

it('leaves out attacks on languages that can not run here, and names these languages once', () => {
  const here = new Set(['c', 'python'])
  expect(onlyOn(here, PROBE)).toEqual({ ...PROBE, attacks: [PROBE.attacks[1], PROBE.attacks[4]] })
  expect(notAttacked(here, [PROBE])).toEqual(['ada', 'rust'])
})
