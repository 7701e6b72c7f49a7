import { commands, window } from 'vscode'

interface Item {
  label: string
  description?: string
  detail?: string
}

/** Calls a command that lets a person choose, chooses by the labels' words, and gives what there was to choose from. */
export async function choosing(command: string, ...words: string[]): Promise<Item[][]> {
  const offered: Item[][] = []
  const original = window.showQuickPick
  const pick = async (offer: Item[] | Promise<Item[]>): Promise<Item | undefined> => {
    const items = await offer
    const wanted = words[offered.push(items) - 1]
    return wanted === undefined ? undefined : items.find(({ label }) => label.includes(wanted))
  }
  Object.assign(window, { showQuickPick: pick })
  try {
    await commands.executeCommand(command)
  } finally {
    Object.assign(window, { showQuickPick: original })
  }
  return offered
}
