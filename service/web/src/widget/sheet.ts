import tokens from '../styles/tokens.css'
import own from './widget.css'

/**
 * The widget's styles. A page can set each of the web page's colours, sizes and fonts (styles/tokens.css) for it, with
 * `--sandrun-` before its name.
 */
export function widgetSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(settable(tokens).replaceAll(':root', ':host') + own)
  return sheet
}

function settable(css: string): string {
  return css
    .replaceAll(/--([a-z][a-z-]*):([^;{}]+)/g, '--$1: var(--sandrun-$1,$2)')
    .replaceAll(/color-scheme:([^;{}]+)/g, 'color-scheme: var(--sandrun-color-scheme,$1)')
}
