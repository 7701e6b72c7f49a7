import { type QuickPickItem, commands, l10n, window } from 'vscode'
import { healthOf } from '../service/health.ts'
import { healthText } from '../ui/health-text.ts'
import type { Command } from './command.ts'

interface ServiceItem extends QuickPickItem {
  command: string
}

/** Shows the service's health and what to do about it. */
export const showService: Command = async ({ service, tokens }) => {
  const { url } = service
  const items = Promise.all([healthOf(service.httpAt(url)), tokens.get(url.origin)]).then(
    ([health, token]): ServiceItem[] => {
      const { icon, text } = healthText(health)
      return [
        { label: `$(${icon}) ${service.address}`, description: text, command: 'sandrun.showService' },
        token === undefined
          ? { label: l10n.t('$(sign-in) Sign In…'), description: l10n.t('no token saved'), command: 'sandrun.signIn' }
          : {
              label: l10n.t('$(sign-out) Sign Out'),
              description: l10n.t('token saved'),
              command: 'sandrun.signOut',
            },
        { label: l10n.t('$(arrow-swap) Switch Service…'), command: 'sandrun.switchService' },
        { label: l10n.t('$(terminal) Start a Service on This Machine…'), command: 'sandrun.startService' },
        { label: l10n.t('$(gear) Open Settings'), command: 'sandrun.openSettings' },
        { label: l10n.t('$(output) Show Log'), command: 'sandrun.showLog' },
      ]
    },
  )
  const chosen = await window.showQuickPick(items, { title: l10n.t('Service Status') })
  if (chosen !== undefined) await commands.executeCommand(chosen.command)
}
