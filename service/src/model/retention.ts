/** Which ended jobs are kept: so many, for so long, and until those that ended later take so much. */
export interface Retention {
  count: number
  /** Milliseconds. */
  age: number
  /** Of all, and of one principal. */
  bytes: number
  principalBytes: number
}
