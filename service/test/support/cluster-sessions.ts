import { readFile } from 'node:fs/promises'
import { ErrorResponseSchema, type RunResult, SessionInfoSchema, SessionsResponseSchema } from '@sandrun/shared'
import { expect } from 'vitest'
import { post, type ProcessNode } from './process-cluster.ts'
import type { RedisServer } from './redis-server.ts'

/** `POST /v1/sessions`. */
export const create = (at: ProcessNode): Promise<Response> => post(at, '/v1/sessions', { language: 'sh' })

/** A session's id. */
export async function open(at: ProcessNode): Promise<string> {
  const response = await create(at)
  const body: unknown = await response.json()
  expect([response.status, body]).toEqual([201, expect.objectContaining({ state: 'idle', language: 'sh' })])
  return SessionInfoSchema.parse(body).id
}

/** The result of a run in a session. */
export async function run(at: ProcessNode, id: string, code: string): Promise<RunResult> {
  return (await (await post(at, `/v1/sessions/${id}/runs`, { code })).json()) as RunResult
}

export const show = ({ url }: ProcessNode, id: string): Promise<Response> => fetch(new URL(`/v1/sessions/${id}`, url))
export const end = async ({ url }: ProcessNode, id: string): Promise<number> =>
  (await fetch(new URL(`/v1/sessions/${id}`, url), { method: 'DELETE' })).status
export const list = async ({ url }: ProcessNode): Promise<string[]> =>
  SessionsResponseSchema.parse(await (await fetch(new URL('/v1/sessions', url))).json()).sessions.map(({ id }) => id)
/** Status and code of a refusal. */
export const codeOf = async (refused: Promise<Response>): Promise<[number, string]> => {
  const response = await refused
  return [response.status, ErrorResponseSchema.parse(await response.json()).error.code]
}

/** How many sandboxes a worker has: each is a child process. */
export async function sandboxes({ child: { pid } }: ProcessNode): Promise<number> {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter((id) => id !== '').length
}

/** What Redis keeps of sessions, and of runs that count as running. */
export async function traces({ client }: RedisServer): Promise<string[]> {
  return [
    ...(await client.keys('sr:sessions:*')),
    ...(await client.keys('sr:claims:*')),
    ...(await client.keys('sr:running')),
  ]
}
