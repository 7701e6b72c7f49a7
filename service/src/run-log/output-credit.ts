/** Output under way between a program and who reads it, in bytes: more would only fill memory. */
export const OUTPUT_CREDIT_BYTES = 256 * 1024
