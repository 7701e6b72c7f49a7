import { expect, it } from 'vitest'
import type { Directory } from '../../src/ports/directory.ts'

const ADA = { owner: 'ada', language: 'sh', tokenHash: 'ab', follower: { node: 'a', link: '1' } }

/** The contract of every directory. */
export function directoryContract(given: () => Directory): void {
  it('finds stored entries, and nothing else', async () => {
    const directory = given()
    await directory.put('known', ADA)
    expect(await directory.find('known')).toEqual({ ...ADA, worker: null })
    await directory.put('once', { ...ADA, tokenHash: null })
    expect(await directory.find('once')).toMatchObject({ tokenHash: null })
    expect(await directory.find('unknown')).toBeNull()
  })

  it('tells the second claimant about the first', async () => {
    const directory = given()
    await directory.put('run', ADA)
    const follower = { node: 'b', link: '2' }
    expect(await directory.follow('run', follower)).toMatchObject({ follower, worker: null })
    expect(await directory.serve('run', 'w')).toMatchObject({ follower, worker: 'w' })
    expect(await directory.follow('run', ADA.follower)).toMatchObject({ follower: ADA.follower, worker: 'w' })
  })

  it('ignores changes of a run that is gone', async () => {
    const directory = given()
    expect(await directory.follow('gone', ADA.follower)).toBeNull()
    expect(await directory.serve('gone', 'w')).toBeNull()
    await directory.put('over', ADA)
    await directory.expire('over', 0)
    expect(await directory.find('over')).toBeNull()
  })
}
