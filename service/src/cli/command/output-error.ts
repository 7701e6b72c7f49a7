/** EX_IOERR of sysexits(3). */
export const OUTPUT_FAILED = 74

/** A file that a command can't write after its work; the exit code is 74. */
export class OutputError extends Error {
  override readonly name = 'OutputError'
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}
