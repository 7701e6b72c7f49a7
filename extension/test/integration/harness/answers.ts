import { type InputBoxOptions, type QuickPickItem, type Uri, window } from 'vscode'

/** A person's answers to questions. No question may block a test. */
export interface Answers {
  /** Picks the item whose label contains this. */
  pick?: string
  typed?: string
  files?: Uri[]
}

/** Gives these answers while `work` runs, and returns the questions. */
export async function answering(
  answers: Answers,
  work: () => Promise<unknown>,
): Promise<{ boxes: InputBoxOptions[]; items: string[] }> {
  const asked: { boxes: InputBoxOptions[]; items: string[] } = { boxes: [], items: [] }
  const { showQuickPick, showInputBox, showOpenDialog } = window
  Object.assign(window, {
    showQuickPick: (items: QuickPickItem[]) => {
      asked.items.push(...items.map(({ label, description }) => `${label} ${description ?? ''}`.trim()))
      return Promise.resolve(items.find(({ label }) => answers.pick !== undefined && label.includes(answers.pick)))
    },
    showInputBox: (options: InputBoxOptions) => {
      asked.boxes.push(options)
      return Promise.resolve(answers.typed)
    },
    showOpenDialog: () => Promise.resolve(answers.files),
  })
  try {
    await work()
  } finally {
    Object.assign(window, { showQuickPick, showInputBox, showOpenDialog })
  }
  return asked
}
