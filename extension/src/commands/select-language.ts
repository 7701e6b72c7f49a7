import { documentFor, factsOf } from '../run/program-source.ts'
import { showFailure } from '../ui/failure-message.ts'
import type { Command } from './command.ts'

/** Lets a person say which language the active file runs as. */
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
