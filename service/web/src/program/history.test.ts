import { beforeEach, describe, expect, it } from 'vitest'
import { fakeStorage } from '../../test/support/fake-storage.ts'
import { History } from './history.ts'
import { programOf } from './program.ts'

const entry = (content: string) =>
  ({ at: '2026-11-21T12:00:00Z', verdict: 'ok', program: programOf('c', { path: 'main.c', content }) }) as const

describe('History', () => {
  let storage: Storage
  let history: History
  const contents = (of = history): (string | undefined)[] =>
    of.entries.value.map(({ program }) => program.files[0]?.content)

  beforeEach(() => {
    storage = fakeStorage()
    history = new History(storage)
  })

  it('has the newest first, at the next visit too', () => {
    history.add(entry('one'))
    history.add(entry('two'))
    expect(contents(new History(storage))).toEqual(['two', 'one'])
  })

  it('lists the same program once', () => {
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

  it('keeps an entry that is larger than its total size while it is the newest', () => {
    history.add(entry('one'))
    history.add(entry('x'.repeat(1_200_000)))
    expect(contents()).toHaveLength(1)
  })

  it('lists replaced programs that are not in it, and how their runs ended', () => {
    history.add(entry('run'))
    history.addUnrun(entry('run').program)
    history.addUnrun(entry('unrun').program)
    expect(history.entries.value.map(({ verdict }) => verdict)).toEqual([null, 'ok'])
    expect(contents(new History(storage))).toEqual(['unrun', 'run'])
  })

  it('deletes one, or all, and restores them', () => {
    history.add(entry('one'))
    history.add({ ...entry('two'), at: '2026-11-21T12:00:01Z' })
    const [newest] = history.entries.value
    if (newest !== undefined) history.remove(newest)
    expect(contents()).toEqual(['one'])
    const removed = history.entries.value
    history.clear()
    expect(contents()).toEqual([])
    expect(storage.length).toBe(0)
    history.restore(removed)
    if (newest !== undefined) history.restore([newest])
    expect(contents(new History(storage))).toEqual(['two', 'one'])
  })

  it('includes entries of another tab', () => {
    new History(storage).add(entry('of another'))
    history.read()
    history.add(entry('mine'))
    expect(contents()).toEqual(['mine', 'of another'])
  })

  it('starts empty if the storage holds something else', () => {
    storage.setItem('sandrun.history', '[{"at":1}]')
    expect(new History(storage).entries.value).toEqual([])
    storage.setItem('sandrun.history', '{not json')
    expect(new History(storage).entries.value).toEqual([])
  })

  it('continues if the storage is full', () => {
    const full = new History(fakeStorage(10))
    full.add(entry('one'))
    expect(contents(full)).toEqual(['one'])
  })
})
