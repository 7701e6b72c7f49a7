/** Bytes of output in flight between a program and its reader: more would only fill memory. */
export const OUTPUT_CREDIT_BYTES = 256 * 1024
