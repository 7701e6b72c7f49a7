import { expect, it } from 'vitest'
import { playStorage } from '../../test/support/played-storage.ts'
import { TokenStore } from './token-store.ts'

it('keeps a token in one place only: the tab, or the browser on request', () => {
  const [tab, browser] = [playStorage(), playStorage()]
  const tokens = new TokenStore(tab, browser)
  tokens.keep('first', { inBrowser: true })
  expect(new TokenStore(playStorage(), browser).token).toBe('first')
  tokens.keep('second', { inBrowser: false })
  expect([tokens.token, new TokenStore(playStorage(), browser).token]).toEqual(['second', undefined])
  tokens.forget()
  expect([tokens.token, tokens.signedIn.value]).toEqual([undefined, false])
})
