import { beforeEach, describe, expect, it, vi } from 'vitest'
import { History } from './history.ts'
import { programOf } from './program.ts'

/** A browser's storage of so many characters. */
function storageOf(room = Infinity): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError')
      items.set(key, value)
    },
  }
}

const entry = (content: string) =>
  ({ at: '2026-11-21T12:00:00Z', verdict: 'ok', program: programOf('c', { path: 'main.c', content }) }) as const

describe('History', () => {
  let storage: Storage
  let history: History
  const contents = (of = history): (string | undefined)[] =>
    of.entries.value.map(({ program }) => program.files[0]?.content)

  beforeEach(() => {
    storage = storageOf()
    history = new History(storage)
  })

  it('has the newest first, also for the next visit', () => {
    history.add(entry('one'))
    history.add(entry('two'))
    expect(contents(new History(storage))).toEqual(['two', 'one'])
  })

  it('notes the same program once', () => {
    for (const content of ['one', 'two', 'one']) history.add(entry(content))
    expect(contents()).toEqual(['one', 'two'])
  })

  it('holds fifty programs and a million characters at most', () => {
    for (let number = 0; number < 60; number++) history.add(entry(String(number)))
    expect(contents()).toHaveLength(50)
    expect(contents()[0]).toBe('59')
    for (const letter of 'abc') history.add(entry(letter.repeat(400_000)))
    expect(contents().map((content) => content?.charAt(0))).toEqual(['c', 'b'])
  })

  it('forgets one, or all together with the draft', () => {
    history.add(entry('one'))
    history.add(entry('two'))
    history.keepDraft(entry('draft').program)
    history.writeDraft()
    expect(new History(storage).draft).toEqual(entry('draft').program)
    const [newest] = history.entries.value
    if (newest !== undefined) history.remove(newest)
    expect(contents()).toEqual(['one'])
    history.clear()
    expect(contents()).toEqual([])
    expect(storage.length).toBe(0)
  })

  it('writes a draft once for many keys', () => {
    vi.useFakeTimers()
    for (const text of ['d', 'dr', 'draft']) history.keepDraft(entry(text).program)
    expect(history.draft).toBeUndefined()
    vi.runAllTimers()
    expect(history.draft?.files[0]?.content).toBe('draft')
    vi.useRealTimers()
  })

  it('begins anew where the storage holds something else', () => {
    storage.setItem('sandrun.history', '[{"at":1}]')
    storage.setItem('sandrun.draft', '{not json')
    const next = new History(storage)
    expect(next.entries.value).toEqual([])
    expect(next.draft).toBeUndefined()
  })

  it('goes on where the storage is full', () => {
    const full = new History(storageOf(10))
    full.add(entry('one'))
    expect(contents(full)).toEqual(['one'])
  })
})
