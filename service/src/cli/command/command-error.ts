/** EX_IOERR of sysexits(3). */
export const OUTPUT_FAILED = 74

/** What keeps a command from its end, with what to do and the command's exit code. */
export class CommandError extends Error {
  readonly hint: string
  readonly exitCode: number

  constructor(message: string, hint: string, exitCode: number) {
    super(message)
    this.hint = hint
    this.exitCode = exitCode
  }
}
