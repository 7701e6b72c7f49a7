import type { SchemaName } from './schemas.ts'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  description: string
  schema: object
}

export interface Answer {
  description: string
  /** None: the body is empty. */
  schema?: SchemaName
  /** `application/json` unless it says otherwise. */
  type?: string
}

/** One thing that can be asked of the service over HTTP. */
export interface Operation {
  method: 'get' | 'post' | 'delete'
  path: string
  id: string
  summary: string
  parameters?: readonly Parameter[]
  body?: SchemaName
  /** By status; errors go without saying. */
  answers: Readonly<Record<number, Answer>>
}

const text = { type: 'string' } as const
const id = { name: 'id', in: 'path', description: 'Its id.', schema: text } as const
const key: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Makes the request safe to repeat: the same key and body bring the same run.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

export const OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/runs',
    id: 'run',
    summary: 'Run a program and wait for its result, or accept it as a job',
    parameters: [
      {
        name: 'wait',
        in: 'query',
        description: '`false`: the answer does not wait for the end.',
        schema: { enum: ['true', 'false'], default: 'true' },
      },
      key,
    ],
    body: 'PostedRun',
    answers: {
      200: { description: 'It has ended, one way or another: see `verdict`.', schema: 'RunResult' },
      202: { description: 'It is stored and will run. `location` has its address.', schema: 'RunRecord' },
    },
  },
  {
    method: 'get',
    path: '/v1/runs',
    id: 'listRuns',
    summary: 'List your own runs, newest first',
    parameters: [
      {
        name: 'limit',
        in: 'query',
        description: 'Runs on a page.',
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      },
      { name: 'cursor', in: 'query', description: 'Where the page before ended.', schema: text },
    ],
    answers: { 200: { description: 'A page of them.', schema: 'RunList' } },
  },
  {
    method: 'get',
    path: '/v1/runs/{id}',
    id: 'getRun',
    summary: 'Look up a run',
    parameters: [id],
    answers: { 200: { description: 'What is known of it.', schema: 'RunRecord' } },
  },
  {
    method: 'delete',
    path: '/v1/runs/{id}',
    id: 'cancelRun',
    summary: 'Cancel a run',
    parameters: [id],
    answers: { 202: { description: 'It is being cancelled, or had ended.', schema: 'RunRecord' } },
  },
  {
    method: 'get',
    path: '/v1/runs/{id}/events',
    id: 'followRun',
    summary: 'Follow a run',
    parameters: [
      id,
      { name: 'Last-Event-ID', in: 'header', description: 'The id of the last event seen.', schema: text },
    ],
    answers: {
      200: {
        description: 'Server-sent events until its end; the data of each is one of these.',
        schema: 'RunEvent',
        type: 'text/event-stream',
      },
      204: { description: 'It has ended, and there is nothing after the event seen.' },
    },
  },
  {
    method: 'post',
    path: '/v1/sessions',
    id: 'createSession',
    summary: 'Create a sandbox that keeps its files between runs',
    body: 'SessionRequest',
    answers: { 201: { description: 'It is there. `location` has its address.', schema: 'SessionInfo' } },
  },
  {
    method: 'get',
    path: '/v1/sessions',
    id: 'listSessions',
    summary: 'List your own sessions',
    answers: { 200: { description: 'All of them.', schema: 'Sessions' } },
  },
  {
    method: 'get',
    path: '/v1/sessions/{id}',
    id: 'getSession',
    summary: 'Look up a session',
    parameters: [id],
    answers: { 200: { description: 'What is known of it.', schema: 'SessionInfo' } },
  },
  {
    method: 'delete',
    path: '/v1/sessions/{id}',
    id: 'endSession',
    summary: 'End a session',
    parameters: [id],
    answers: { 204: { description: 'It is gone, with its files.' } },
  },
  {
    method: 'post',
    path: '/v1/sessions/{id}/runs',
    id: 'runInSession',
    summary: 'Run a program in a session and wait for its result',
    parameters: [id],
    body: 'RunRequest',
    answers: { 200: { description: 'It has ended, one way or another: see `verdict`.', schema: 'RunResult' } },
  },
  {
    method: 'get',
    path: '/v1/languages',
    id: 'listLanguages',
    summary: 'List the languages, built or not',
    parameters: [{ name: 'If-None-Match', in: 'header', description: 'The ETag of an earlier answer.', schema: text }],
    answers: {
      200: { description: 'Every language.', schema: 'Languages' },
      304: { description: 'They are as they were.' },
    },
  },
]
