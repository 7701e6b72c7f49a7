import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Interrupted } from './interrupts.ts'
import { UsageError } from './usage-error.ts'

export interface Question {
  text: string
  /** How to give the answer without a question. */
  otherwise: string
  /** Whether the answer stays off the screen. */
  isSecret?: boolean
}

/** Where a person reads and types. */
interface Terminal {
  input: NodeJS.ReadableStream
  output: NodeJS.WritableStream
}

/**
 * Asks at the terminal and returns the trimmed answer. Throws an Interrupted on ^C, and a UsageError on ^D or when the
 * terminal is gone.
 */
export async function ask(
  { text, otherwise, isSecret = false }: Question,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input, output: isSecret ? nowhere : output, terminal: true })
  // Without listeners, each version of Node.js does something else: it rejects, or never settles.
  const unanswered = new Promise<never>((_resolve, reject) => {
    reader.once('SIGINT', () => reject(new Interrupted()))
    reader.once('close', () => reject(new UsageError(`No answer to "${text}".`, otherwise)))
  })
  // The library shows no question where it shows no answer.
  if (isSecret) output.write(`${text} `)
  let isAnswered = false
  try {
    const answer = await Promise.race([reader.question(isSecret ? '' : `${text} `), unanswered])
    isAnswered = true
    return answer.trim()
  } finally {
    reader.close()
    // The library ends the line of an answer that it shows.
    if (isSecret || !isAnswered) output.write('\n')
  }
}
