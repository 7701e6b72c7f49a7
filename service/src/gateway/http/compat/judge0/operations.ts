import * as z from 'zod/mini'
import type { Operation } from '../../openapi/operations.ts'
import { SubmissionShownSchema } from './answer.ts'
import { SubmissionSchema } from './submission.ts'

const tag = 'Judge0'
const shown = { name: 'Judge0SubmissionShown', schema: SubmissionShownSchema }

/** What all submission routes read in the query; unknown values count as absent, as in Judge0. */
export const QuerySchema = z.object({
  base64_encoded: z.optional(z.string()).check(z.describe('`true`: texts are base64.')),
  fields: z.optional(z.string()).check(z.describe('The fields to answer with, separated by commas; `*` for all.')),
  wait: z.optional(z.string()).check(z.describe('`true`: when creating, wait for the end.')),
  tokens: z.optional(z.string()).check(z.describe('The tokens of a batch, separated by commas.')),
  page: z.optional(z.string()).check(z.describe('When listing, the number of the page.')),
  per_page: z.optional(z.string()).check(z.describe('When listing, the submissions on a page.')),
})

export const CREATE: Operation = {
  id: 'judge0CreateSubmission',
  tag,
  summary: 'Create a submission, and wait for its end if asked to',
  query: z.pick(QuerySchema, { base64_encoded: true, fields: true, wait: true }),
  body: { name: 'Judge0Submission', schema: SubmissionSchema },
  answers: { 201: { description: 'It is stored; with `wait=true` it has ended.', schema: shown } },
}

export const FIND: Operation = {
  id: 'judge0GetSubmission',
  tag,
  summary: 'Get a submission',
  query: z.pick(QuerySchema, { base64_encoded: true, fields: true }),
  answers: { 200: { description: 'The submission as it is now.', schema: shown } },
}

export const FORGET: Operation = {
  id: 'judge0DeleteSubmission',
  tag,
  summary: 'Delete a submission that has ended',
  query: z.pick(QuerySchema, { fields: true }),
  answers: { 200: { description: 'The submission as it was, in base64.', schema: shown } },
}
