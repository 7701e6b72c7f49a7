import { type QuickPickItem, QuickPickItemKind, commands, l10n, window } from 'vscode'
import { healthOf } from '../service/health.ts'
import type { Service } from '../service/service.ts'
import { settings } from '../settings.ts'
import { healthText } from '../ui/health-text.ts'
import type { Command } from './command.ts'

interface ServiceItem extends QuickPickItem {
  url?: string
}

/** Lets the user choose where programs run, and shows each service's health. */
export const switchService: Command = async ({ service, local }) => {
  const named = Object.entries(settings.services)
  const isNamed = named.some(([, url]) => url === service.address)
  const offered: [string, string][] = isNamed ? named : [[l10n.t('Current'), service.address], ...named]
  const items = Promise.all(offered.map(async ([name, url]) => await itemFor(service, name, url)))
  const edit: ServiceItem = { label: l10n.t('$(gear) Edit the List…') }
  const separator: ServiceItem = { label: '', kind: QuickPickItemKind.Separator }
  const chosen = await window.showQuickPick<ServiceItem>(
    items.then((services): ServiceItem[] => [...services, separator, edit]),
    { title: l10n.t('Where Programs Run'), matchOnDescription: true },
  )
  if (chosen === edit) await commands.executeCommand('workbench.action.openSettings', 'sandrun.services')
  else if (chosen?.url !== undefined) {
    await local.leave()
    await settings.setServiceUrl(chosen.url)
  }
}

async function itemFor(service: Service, name: string, address: string): Promise<ServiceItem> {
  const url = URL.parse(address)
  const { icon, text } =
    url === null ? { icon: 'error', text: l10n.t('not an address') } : healthText(await healthOf(service.httpAt(url)))
  return {
    label: `$(${icon}) ${name}`,
    description: address === service.address ? `${address} $(check)` : address,
    detail: text,
    url: address,
  }
}
