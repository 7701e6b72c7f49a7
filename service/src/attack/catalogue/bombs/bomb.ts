import type { RunRequest } from '@sandrun/shared'

/** A small program that keeps its compiler busy, or makes it write or remember more and more. */
export interface Bomb extends Pick<RunRequest, 'code' | 'files' | 'compileArgs'> {
  /** Unique within its language. */
  name: string
  language: string
}

/** The steps of a bomb. One that doubles what the last one made is 2^30 times as large after 30 of them. */
export function steps(count: number, step: (number: number, last: number) => string, between = '\n'): string {
  return Array.from({ length: count }, (_value, index) => step(index + 1, index)).join(between)
}
