import type { Outcomes } from '../../src/attack/attack.ts'
import { PRIVILEGES, REFUSED } from '../../src/attack/catalogue/privileges.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestService } from '../support/service.ts'
import { post } from '../support/service.ts'
import { runBare } from './support/bare.ts'
import { buildTestImage, type TestImage } from './support/images.ts'
import { contained } from './support/contained.ts'
import { all, asUser, host, type Relaxation, withImage } from './support/relax.ts'
import { attack, startTarget } from './support/target.ts'

let hardened: TestService
beforeAll(async () => {
  hardened = await startTarget()
})
afterAll(() => hardened[Symbol.asyncDispose]())

async function attackWith(relax: Relaxation): Promise<Outcomes> {
  await using control = await startTarget(relax)
  return await attack(control, 'privileges.py')
}

const NONE = '0000000000000000'
const refused = contained(REFUSED)

describe('capabilities', () => {
  it('are empty', async () => {
    expect(await attack(hardened, 'privileges.py')).toEqual(contained(PRIVILEGES.attacks))
  })

  // Only root has capabilities to begin with, so only a program that is root shows the effect of dropping them.
  it('are empty even for root, and would be many if they were not dropped', async () => {
    expect(await attackWith(asUser(0))).toMatchObject({ user: 'root', CapEff: NONE, CapBnd: NONE, ...refused })
    expect(await attackWith(all(asUser(0), host({ CapDrop: [] })))).toMatchObject({
      'give a file away': 'done',
      'make a device': 'done',
      'become another user': 'done',
      'become another group': 'done',
      'join groups': 'done',
      'change the root': 'done',
      'send raw packets': 'done',
      // Docker gives this one only on request.
      mount: 'EPERM',
    })
    expect(await attackWith(all(asUser(0), host({ CapAdd: ['SYS_ADMIN'] })))).toMatchObject({ mount: 'done' })
  })

  it('could be gained by a program if they were not dropped, by the bounding set', async () => {
    const { CapEff, CapBnd } = await attackWith(host({ CapDrop: [] }))
    expect(CapEff).toBe(NONE)
    expect(CapBnd).not.toBe(NONE)
  })
})

describe('set-user-id programs', () => {
  let image: TestImage
  beforeAll(async () => {
    image = await buildTestImage('FROM sandrun/python\nRUN cp /bin/cat /bin/rootcat && chmod 4755 /bin/rootcat\n')
  })
  afterAll(() => image[Symbol.asyncDispose]())

  const steal = ['/bin/rootcat', '/etc/shadow']
  const withoutNewPrivilegesRule = host({ SecurityOpt: [] })

  it('have no effect, and would make the program root without no-new-privileges', async () => {
    expect(await runBare(steal, undefined, image.tag)).toContain('Permission denied')
    expect(await runBare(steal, withoutNewPrivilegesRule, image.tag)).toMatch(/^root:/)
  })

  it("have no effect in a sandbox of such an image even then, because of the agent's promise", async () => {
    await using control = await startTarget(all(withoutNewPrivilegesRule, withImage(image.tag)))
    const result = await post(control, { language: 'bash', code: 'rootcat /etc/shadow' })
    expect(result.run).toMatchObject({ stdout: '', stderr: expect.stringContaining('Permission denied') })
  })

  it('are not in any of our images', async () => {
    const result = await post(hardened, { language: 'bash', code: 'find / -xdev -type f -perm /6000 2>/dev/null' })
    expect(result.run?.stdout).toBe('')
  })
})

describe('the host name', () => {
  it("would be the container's id without the line", async () => {
    const outcomes = await attackWith((options) => ({ ...options, Hostname: undefined }))
    expect(outcomes['host name']).toMatch(/^[0-9a-f]{12}$/)
  })
})
