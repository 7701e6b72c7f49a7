import { fleetingStorage } from '../../src/program/fleeting-storage.ts'

/** A browser's storage, whose values have this much room each, in characters. */
export function playStorage(room = Infinity): Storage {
  const storage = fleetingStorage()
  const set = storage.setItem.bind(storage)
  storage.setItem = (key, value) => {
    if (value.length > room) throw new DOMException('full', 'QuotaExceededError')
    set(key, value)
  }
  return storage
}
