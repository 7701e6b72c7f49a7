import { expect, it } from 'vitest'
import { fakeStorage } from '../../test/support/fake-storage.ts'
import { TokenStore } from './token-store.ts'

it('keeps a token in one place only: the tab, or the browser on request', () => {
  const [tab, browser] = [fakeStorage(), fakeStorage()]
  const tokens = new TokenStore(tab, browser)
  tokens.keep('first', { inBrowser: true })
  expect(new TokenStore(fakeStorage(), browser).token).toBe('first')
  tokens.keep('second', { inBrowser: false })
  expect([tokens.token, new TokenStore(fakeStorage(), browser).token]).toEqual(['second', undefined])
  tokens.forget()
  expect([tokens.token, tokens.signedIn.value]).toEqual([undefined, false])
})
