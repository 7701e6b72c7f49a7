/** Hides a block of the page, even if the page's styles show `[hidden]`. Returns what restores it. */
export function cover({ style }: HTMLElement): () => void {
  const before = style.getPropertyValue('display')
  const priority = style.getPropertyPriority('display')
  style.setProperty('display', 'none', 'important')
  return () => style.setProperty('display', before, priority)
}
