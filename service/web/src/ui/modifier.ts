/** The key of the page's shortcuts: ⌘ where keyboards have one. */
export const MOD = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'
