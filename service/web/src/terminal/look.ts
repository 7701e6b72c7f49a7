import type { ITheme } from '@xterm/xterm'

const ANSI = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const

/** The page's colours and fonts (styles/tokens.css) as terminal options, which take no CSS variables. */
export function readLook(root: HTMLElement): [theme: ITheme, fontFamily: string, fontSize: number] {
  const probe = document.createElement('span')
  root.append(probe)
  // Only a computed colour follows the current theme.
  const colour = (name: string): string => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const theme: ITheme = {
    background: colour('surface'),
    foreground: colour('ink'),
    cursor: colour('ink'),
    cursorAccent: colour('surface'),
    selectionBackground: colour('selection'),
  }
  for (const name of ANSI) {
    theme[name] = colour(`ansi-${name}`)
    theme[`bright${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof ITheme & `bright${string}`] = colour(
      `ansi-bright-${name}`,
    )
  }
  const styles = getComputedStyle(root)
  probe.remove()
  return [theme, styles.getPropertyValue('--mono'), Number.parseFloat(styles.getPropertyValue('--code-size'))]
}
