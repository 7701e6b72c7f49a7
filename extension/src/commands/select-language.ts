import { documentFor, factsOf } from '../run/program-source.ts'
import { showFailure } from '../ui/failure-message.ts'
import type { Command } from './command.ts'

/** Lets the user choose the language of the active file. */
export const selectLanguage: Command = async (context, target) => {
  const document = await documentFor(target)
  if (document === undefined) return
  try {
    await context.languages.ask(factsOf(document))
  } catch (error) {
    await showFailure(error, {
      url: context.service.address,
      retry: () => void selectLanguage(context, document.uri),
    })
  }
}
