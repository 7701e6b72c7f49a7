import { expect, it } from 'vitest'
import { TokenStore } from './token-store.ts'

function storage(): Storage {
  const items = new Map<string, string>()
  return {
    length: 0,
    clear: () => items.clear(),
    key: () => null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  }
}

it('keeps a token in one place only: the tab, or the browser where that is chosen', () => {
  const [tab, browser] = [storage(), storage()]
  const tokens = new TokenStore(tab, browser)
  tokens.keep('first', { inBrowser: true })
  expect(new TokenStore(storage(), browser).token).toBe('first')
  tokens.keep('second', { inBrowser: false })
  expect([tokens.token, new TokenStore(storage(), browser).token]).toEqual(['second', undefined])
  tokens.forget()
  expect([tokens.token, tokens.signedIn.value]).toEqual([undefined, false])
})
