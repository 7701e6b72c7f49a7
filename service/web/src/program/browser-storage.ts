/** What is stored under this name; null where there is nothing, or something that is no JSON. */
export function readJson(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** A browser that has no room forgets it with the page; running goes on. */
export function writeText(storage: Storage, key: string, text: string): void {
  try {
    storage.setItem(key, text)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}
