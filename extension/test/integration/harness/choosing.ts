import { commands, window } from 'vscode'

interface Item {
  label: string
  description?: string
  detail?: string
}

/** Calls a command that opens a choice, chooses by words of the label, and returns all labels. */
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
