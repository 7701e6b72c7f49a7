/** The stored value under this name; null if there is none, or if it is not JSON. */
export function readJson(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** If the storage is full, the value is lost with the page; running still works. */
export function writeText(storage: Storage, key: string, text: string): void {
  try {
    storage.setItem(key, text)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}
