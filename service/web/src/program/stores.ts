import { memoryStorage } from './memory-storage.ts'

/** The places where the page stores its data. */
interface Stores {
  tab: Storage
  browser: Storage
  drafts: Storage
  /** History, and the drafts of all tabs. */
  programs: Storage
}

/** The browser's storage. In a frame of another page, drafts and history live as long as the frame. */
export function openStores(isEmbedded: boolean): Stores {
  const [tab, browser] = [storageOr(() => sessionStorage), storageOr(() => localStorage)]
  if (!isEmbedded) return { tab, browser, drafts: tab, programs: browser }
  return { tab, browser, drafts: memoryStorage(), programs: memoryStorage() }
}

/** Memory if the browser refuses its own, as some do to frames of other sites. */
function storageOr(open: () => Storage): Storage {
  try {
    return open()
  } catch {
    return memoryStorage()
  }
}
