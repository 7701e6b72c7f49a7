import { describe, expect, it } from 'vitest'
import { type Program, programOf } from './program.ts'
import { fragmentOf, programOfFragment } from './share-link.ts'

const PROGRAM: Program = {
  language: 'python',
  files: [
    { path: 'main.py', content: 'print("é 🏖 \\u0000", input())\n' },
    { path: 'lib/a.py', content: '' },
  ],
  args: '--name "Ada Lovelace"',
  stdin: 'one\r\ntwo',
  cases: [{ stdin: '1', expected: null }],
  compare: { float: 1e-6 },
}

/** A fragment with any content, whether it is a program or not. */
async function fragmentHolding(value: unknown): Promise<string> {
  return fragmentOf(value as Program)
}

describe('a link', () => {
  it('contains a program unchanged, in characters that need no escape', async () => {
    const fragment = await fragmentOf(PROGRAM)
    expect(fragment).toMatch(/^#p1=[\w-]+$/)
    await expect(programOfFragment(fragment)).resolves.toEqual(PROGRAM)
  })

  it('is short for a long repetitive program', async () => {
    const fragment = await fragmentOf(programOf('c', { path: 'main.c', content: 'puts("again");\n'.repeat(5000) }))
    expect(fragment.length).toBeLessThan(1000)
  })

  it.each(['', '#', '#p=abc', '#section'])('of another kind (%j) contains none', async (fragment) => {
    await expect(programOfFragment(fragment)).resolves.toBeNull()
  })

  it.each([
    ['cut', async () => (await fragmentOf(PROGRAM)).slice(0, 60)],
    ['no base64', async () => '#p1=%%%'],
    ['of something else', async () => fragmentHolding({ hello: 'there' })],
    ['with a path that leads out', async () => fragmentHolding({ ...PROGRAM, files: [{ path: '../x', content: '' }] })],
    ['without a file', async () => fragmentHolding({ ...PROGRAM, files: [] })],
    ['of a program far too large', async () => fragmentHolding({ ...PROGRAM, args: 'x'.repeat(3 * 2 ** 20) })],
  ])('that is %s is reported as damaged', async (_what, make) => {
    await expect(programOfFragment(await make())).rejects.toMatchObject({
      code: 'invalid-request',
      message: 'The link is damaged and contains no program.',
    })
  })
})
