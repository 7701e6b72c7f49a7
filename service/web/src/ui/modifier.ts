/** The key of the page's shortcuts: ⌘ if the keyboard has one. */
export const MOD = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'
