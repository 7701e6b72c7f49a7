import { fleetingStorage } from '../../src/program/fleeting-storage.ts'

/** A browser's storage whose values may have this many characters each. */
export function playStorage(room = Infinity): Storage {
  const storage = fleetingStorage()
  const set = storage.setItem.bind(storage)
  storage.setItem = (key, value) => {
    if (value.length > room) throw new DOMException('full', 'QuotaExceededError')
    set(key, value)
  }
  return storage
}
