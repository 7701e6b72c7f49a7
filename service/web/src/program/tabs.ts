const LOCK = 'sandrun.tab.'

/** A name for this document, which counts as alive until it closes. */
export function nameTab(): string {
  const tab = crypto.getRandomValues(new Uint32Array(2)).join('-')
  void locks()?.request(LOCK + tab, () => new Promise<never>(() => {}))
  return tab
}

/**
 * The names of the open documents. Browsers provide it on secure pages (Web Locks): elsewhere all others count as
 * closed, and what looks left behind is a copy.
 */
export async function openTabs(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await locks()?.query()) ?? {}
  return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK) === true ? name.slice(LOCK.length) : [])))
}

function locks(): LockManager | undefined {
  return 'locks' in navigator ? navigator.locks : undefined
}
