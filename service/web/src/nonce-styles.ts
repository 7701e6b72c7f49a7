/** The nonce that the page's policy requires of a style element (CSP Level 3, 6.7.2.3). */
export const NONCE = document.querySelector<HTMLLinkElement>('link[nonce]')?.nonce ?? ''

/**
 * Lets xterm.js draw under the page's policy: its style elements get the nonce, and a `style` attribute set as text,
 * which the policy refuses, is set through the object model, which the policy allows. Its own option for this
 * (documentOverride) does not reach all of its parts.
 */
export function allowStyles(document: Document): void {
  const createElement: (name: string, options?: ElementCreationOptions) => HTMLElement =
    document.createElement.bind(document)
  document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = createElement(name, options)
    if (name === 'style') element.nonce = NONCE
    if (name === 'span') element.setAttribute = setAttribute
    return element
  }
}

function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value
  else Element.prototype.setAttribute.call(this, name, value)
}
