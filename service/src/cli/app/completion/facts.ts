import { loadCommands } from '../commands.ts'

/** What can follow: nothing known, a path, or one of these words. */
export type Candidates = 'none' | 'path' | readonly string[]

export interface OptionFacts {
  name: string
  short: string | undefined
  about: string
  /** null for a flag. */
  value: Candidates | null
}

export interface CommandFacts {
  name: string
  about: string
  /** Words that may come first. */
  words: readonly string[]
  options: readonly OptionFacts[]
  /** What else may come. */
  rest: Candidates
}

/** All a completion needs to know, whichever shell it is for. */
export type CompletionFacts = readonly CommandFacts[]

/** From the table of commands; `languages` are the ids there are. */
export async function completionFacts(languages: readonly string[]): Promise<CompletionFacts> {
  const commands = [...(await loadCommands())]
  const facts = commands.map(([name, { about, usage, words = [], options }]): CommandFacts => {
    return {
      name,
      about,
      words,
      options: Object.entries(options).map(([option, { short, value, about: what }]) => ({
        name: option,
        short,
        about: what,
        value: value === undefined ? null : candidates(value, languages),
      })),
      rest: candidates(usage.find((form) => /\b(FILE|ID)…/.test(form)) ?? '', languages),
    }
  })
  const names = commands.map(([name]) => name)
  return [...facts, { name: 'help', about: 'say more of a command', words: names, options: [], rest: 'none' }]
}

/** By what stands for the value in the help. */
function candidates(placeholder: string, languages: readonly string[]): Candidates {
  if (/^[\w-]+(\|[\w=-]+)+$/.test(placeholder)) return placeholder.split('|')
  if (/\b(FILE|FOLDER|PATH)\b/.test(placeholder)) return 'path'
  return /\bID\b/.test(placeholder) ? languages : 'none'
}
