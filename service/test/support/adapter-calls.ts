import type { TestService } from './service.ts'

export interface Answered {
  status: number
  headers: Headers
  /** Parsed if it is JSON. */
  body: unknown
}

/** Calls an adapter's address as its clients do. */
export async function ask(
  { url }: Pick<TestService, 'url'>,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/** Two processes that fit each, and together do not: a limit of 64 MB counts both. It fails if one is killed. */
export const TWO_OF_48_MB = `
import os, sys, time
if os.fork() == 0:
    held = b"x" * (48 * 2**20)
    time.sleep(600)
held = b"x" * (48 * 2**20)
sys.exit(os.wait()[1] != 0)
`
