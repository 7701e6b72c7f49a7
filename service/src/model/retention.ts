/** Limits for the ended jobs to keep: count, age and bytes. The oldest are dropped first. */
export interface Retention {
  count: number
  /** Milliseconds. */
  age: number
  /** Of all principals, and of one. */
  bytes: number
  principalBytes: number
}
