import { styleText } from 'node:util'

/**
 * Makes a text of a service or a program safe to print: control characters, which could drive the terminal, and marks
 * that change the direction of writing (Unicode, UAX 9) become U+FFFD.
 */
export function plain(text: string): string {
  return text.replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
}

/** Prints a line for the user on standard error, apart from the program's output. */
export function tell(text: string): void {
  process.stderr.write(`sandrun: ${plain(text)}\n`)
}

/** Prints what went wrong, and what to do about it. */
export function tellError(message: string, hint: string): void {
  const name = styleText('red', 'sandrun:', { stream: process.stderr })
  process.stderr.write(`${name} ${plain(message)}\n         ${plain(hint)}\n`)
}
