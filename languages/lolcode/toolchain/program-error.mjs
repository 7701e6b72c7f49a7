/** What is wrong with a program, and on which line. */
export class ProgramError extends Error {
  constructor(message, line) {
    super(message)
    this.line = line
  }
}
