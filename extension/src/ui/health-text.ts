import { l10n } from 'vscode'
import type { Health } from '../service/health.ts'

/** A service's health, as icon and text. */
export function healthText(health: Health): { icon: string; text: string } {
  switch (health.state) {
    case 'ready':
      return { icon: 'pass', text: l10n.t('ready · {0} of {1} languages', health.available, health.languages) }
    case 'not-ready':
      return { icon: 'warning', text: l10n.t('not ready: {0}', health.reason) }
    case 'unreachable':
      return { icon: 'error', text: health.reason }
  }
}
