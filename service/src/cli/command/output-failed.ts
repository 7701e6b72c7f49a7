/** EX_IOERR of sysexits(3): the output, or a file of it, can't be written. */
export const OUTPUT_FAILED = 74
