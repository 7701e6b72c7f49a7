import { describe, expect, it, vi } from 'vitest'
import { fakeStorage } from '../../test/support/fake-storage.ts'
import { Drafts } from './drafts.ts'
import { programOf } from './program.ts'

const program = (content: string) => programOf('c', { path: 'main.c', content })
const contentOf = (draft: { program: ReturnType<typeof program> } | undefined): string | undefined =>
  draft?.program.files[0]?.content
const mine = { isSample: false }

describe('Drafts', () => {
  it('belong to each tab, and survive its reload', () => {
    const browser = fakeStorage()
    const [first, second] = [fakeStorage(), fakeStorage()]
    const drafts = [new Drafts('1', first, browser), new Drafts('2', second, browser)]
    for (const [index, one] of drafts.entries()) {
      one.keep(program(`tab ${index}`), mine)
      one.write()
    }
    expect(contentOf(new Drafts('3', first, browser).takeOwn())).toBe('tab 0')
    expect(contentOf(new Drafts('4', second, browser).takeOwn())).toBe('tab 1')
    expect(new Drafts('5', fakeStorage(), browser).takeLeft(new Set())).toEqual([])
  })

  it('survive their tab, and go to one other tab', () => {
    const browser = fakeStorage()
    for (const tab of ['open', 'closed']) {
      const drafts = new Drafts(tab, fakeStorage(), browser)
      drafts.keep(program(tab), mine)
      drafts.write()
    }
    const take = (tab: string) => new Drafts(tab, fakeStorage(), browser).takeLeft(new Set(['open']))
    expect(take('new').map(contentOf)).toEqual(['closed'])
    expect(take('newer')).toEqual([])
  })

  it('come before unchanged samples', () => {
    const browser = fakeStorage()
    for (const [tab, isSample] of [
      ['written', false],
      ['sample', true],
    ] as const) {
      const drafts = new Drafts(tab, fakeStorage(), browser)
      drafts.keep(program(tab), { isSample })
      drafts.write()
    }
    const left = new Drafts('new', fakeStorage(), browser).takeLeft(new Set())
    expect(left.map(contentOf)).toEqual(['written', 'sample'])
  })

  it('are written once for many keys', () => {
    vi.useFakeTimers()
    const tab = fakeStorage()
    const drafts = new Drafts('1', tab, fakeStorage())
    for (const text of ['d', 'dr', 'draft']) drafts.keep(program(text), mine)
    expect(tab.length).toBe(0)
    vi.runAllTimers()
    expect(contentOf(drafts.takeOwn())).toBe('draft')
    vi.useRealTimers()
  })

  it('ignore other content of the storage', () => {
    const browser = fakeStorage()
    browser.setItem('sandrun.draft.1', '{not json')
    browser.setItem('sandrun.draft.2', '{}')
    expect(new Drafts('3', browser, browser).takeLeft(new Set())).toEqual([])
    expect(browser.length).toBe(0)
  })
})
