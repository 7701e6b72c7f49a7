import { memoryStorage } from '../../src/program/memory-storage.ts'

/** A browser's storage whose values may have this many characters each. */
export function fakeStorage(room = Infinity): Storage {
  const storage = memoryStorage()
  const set = storage.setItem.bind(storage)
  storage.setItem = (key, value) => {
    if (value.length > room) throw new DOMException('full', 'QuotaExceededError')
    set(key, value)
  }
  return storage
}
