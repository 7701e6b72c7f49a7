import { SandrunError } from '@sandrun/shared'
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify'
import * as z from 'zod/mini'
import type { Principal } from '../../../../model/principal.ts'
import type { EndedJob } from '../../../../ports/job-store.ts'
import { inNamesOf, unprocessable, withoutField } from '../../../adapted-run.ts'
import { KeptRun } from '../../../records/kept-run.ts'
import type { KnownRun } from '../../../records/known-run.ts'
import { outcomeOf } from '../../../records/outcome.ts'
import type { Callback } from '../../../webhooks/webhook-sender.ts'
import type { Operation } from '../../openapi/operations.ts'
import { principalOf } from '../../plugins/authentication.ts'
import { answerErrors } from '../../plugins/errors.ts'
import { whileConnected } from '../../routes/while-connected.ts'
import { toSubmissionAnswer } from './answer.ts'
import type { Judge0Dependencies } from './dependencies.ts'
import { parseFields, pickFields, type Shape } from './fields.ts'
import { registerFacts } from './facts.ts'
import { judge0Languages, languageById, toJudge0Language } from './languages.ts'
import { ADAPTER, findIfThere, listSubmissions } from './list.ts'
import { CREATE, FIND, FORGET, QuerySchema } from './operations.ts'
import { JUDGE0_FIELDS, parseSubmission, parseSettings } from './submission.ts'

/** Judge0's default maximum. */
const MAX_BATCH = 20

const BatchSchema = z.object({ submissions: z.array(z.unknown()) })

interface OneSubmission {
  Params: { token: string }
}

/**
 * Judge0 CE's API, v1.13 (https://github.com/judge0/judge0, docs/api), over Sandrun's jobs: a submission is a job, its
 * token the job's id. docs/compatibility.md lists the differences.
 */
export async function registerJudge0(app: FastifyInstance, dependencies: Judge0Dependencies): Promise<void> {
  const prefixes = dependencies.config.compat === 'judge0' ? ['/judge0', ''] : ['/judge0']
  for (const prefix of prefixes) {
    // Described once.
    const describe = (operation: Operation) => (prefix === '' ? {} : { operation })
    await app.register(async (scope) => registerAt(scope, dependencies, describe), { prefix })
  }
}

function registerAt(
  app: FastifyInstance,
  { runs, jobs, records, config }: Judge0Dependencies,
  describe: (operation: Operation) => FastifyContextConfig,
): void {
  answerErrors(app, toErrors, unprocessable)
  registerFacts(app, { runs, jobs, records, config })

  const submit = async (body: unknown, isBase64: boolean, principal: Principal): Promise<KnownRun> => {
    const languages = runs.languages()
    const maximum = { ...config.maximum, ...principal.limits }
    const { request, settings, callbackUrl } = await parseSubmission(body, { languages, maximum, isBase64 })
    const webhook = callbackUrl === null ? null : { url: callbackUrl }
    const note = { adapter: ADAPTER, text: JSON.stringify(settings) }
    return jobs.accept({ request, principal, key: null, webhook, note })
  }
  const nameOf = (id: number): string => {
    const language = languageById(runs.languages(), id)
    return language === undefined ? '' : (toJudge0Language(language, id)?.name ?? '')
  }
  const show = (run: KnownRun, shape: Shape): Record<string, unknown> => {
    const settings = parseSettings(noteOf(run))
    return pickFields(toSubmissionAnswer(run.record(), settings, nameOf(settings.language_id)), shape)
  }
  const find = async (principal: Principal, token: string): Promise<KnownRun> => {
    const run = await findIfThere(records, principal.id, token)
    if (run?.note?.adapter !== ADAPTER) throw new SandrunError('not-found', 'There is no submission with that token.')
    return run
  }

  app.post('/submissions', { config: describe(CREATE) }, async (request, reply) => {
    const principal = principalOf(request)
    const { query, shape } = readQuery(request)
    const job = await submit(request.body, shape.isBase64, principal)
    reply.status(201)
    if (query.wait !== 'true') return { token: job.summary().id }
    await whileConnected(reply, (left) => settled(job, AbortSignal.any([left, jobs.closing])))
    return show(job, shape)
  })

  app.post('/submissions/batch', async (request, reply) => {
    const principal = principalOf(request)
    const { shape } = readQuery(request)
    const { data } = BatchSchema.safeParse(request.body)
    const submissions = checkBatch(data?.submissions ?? [])
    const answers: object[] = []
    for (const submission of submissions) {
      const answer = await submit(submission, shape.isBase64, principal).then(
        (job) => ({ token: job.summary().id }),
        (error: unknown) => toFieldErrors(error),
      )
      answers.push(answer)
    }
    return reply.status(answers.some((answer) => 'token' in answer) ? 201 : 422).send(answers)
  })

  app.get('/submissions/batch', async (request) => {
    const principal = principalOf(request)
    const { query, shape } = readQuery(request)
    const tokens = checkBatch((query.tokens ?? '').split(',').flatMap((token) => token.trim() || []))
    const submissions: unknown[] = []
    for (const token of tokens) {
      const run = await findIfThere(records, principal.id, token)
      submissions.push(run?.note?.adapter === ADAPTER ? show(run, shape) : null)
    }
    return { submissions }
  })

  app.get<OneSubmission>('/submissions/:token', { config: describe(FIND) }, async (request) => {
    const { shape } = readQuery(request)
    return show(await find(principalOf(request), request.params.token), shape)
  })

  app.get('/submissions', async (request) => {
    const principal = principalOf(request)
    const { query, shape } = readQuery(request)
    const { runs: shown, meta } = await listSubmissions(records, principal.id, query)
    return { submissions: shown.map((run) => show(run, shape)), meta }
  })

  app.delete<OneSubmission>('/submissions/:token', { config: describe(FORGET) }, async (request) => {
    const principal = principalOf(request)
    const { shape } = readQuery(request)
    const run = await find(principal, request.params.token)
    if (run.summary().state !== 'ended') {
      throw new SandrunError('invalid-request', 'submission cannot be deleted because it has not ended')
    }
    // In base64, which can hold anything: the submission is gone afterwards.
    const last = show(run, { ...shape, isBase64: true })
    await records.forget(principal.id, request.params.token)
    return last
  })

  app.get('/languages', { config: { public: true } }, () =>
    judge0Languages(runs.languages()).map(({ id, name }) => ({ id, name })),
  )
}

/** The body for a `callback_url`: the submission, by PUT, in base64 (Judge0's docs/api/submissions, "callback_url"). */
export function judge0Callback(job: EndedJob): Callback {
  const run = new KeptRun(job)
  const answer = toSubmissionAnswer(run.record(), parseSettings(noteOf(run)), '')
  return { method: 'PUT', message: pickFields(answer, { fields: parseFields(undefined), isBase64: true }) }
}

function readQuery({ query }: FastifyRequest): { query: z.infer<typeof QuerySchema>; shape: Shape } {
  const given = QuerySchema.safeParse(query)
  if (!given.success) throw new SandrunError('invalid-request', 'the query has a parameter twice')
  const { data } = given
  return { query: data, shape: { fields: parseFields(data.fields), isBase64: data.base64_encoded === 'true' } }
}

function checkBatch<Item>(items: readonly Item[]): readonly Item[] {
  if (items.length > 0 && items.length <= MAX_BATCH) return items
  throw new SandrunError(
    'invalid-request',
    items.length === 0
      ? 'there should be at least one submission in a batch'
      : `number of submissions in a batch should be less than or equal to ${MAX_BATCH}`,
  )
}

function noteOf({ note }: KnownRun): string {
  if (note === null) throw new Error('A submission has no note.')
  return note.text
}

/** Waits for any end: a submission that could not begin counts as ended too. */
async function settled(job: KnownRun, signal: AbortSignal): Promise<void> {
  await outcomeOf(job, signal).catch((error: unknown) => {
    if (!job.log.ended) throw error
  })
}

/** Errors in Rails' form: the faulty fields with messages, or one sentence. */
function toErrors(error: SandrunError): object {
  const theirs = inNamesOf(JUDGE0_FIELDS, error)
  if (theirs.field === undefined) return { error: theirs.message }
  return { [theirs.field]: [withoutField(theirs)] }
}

/** Refuses one submission of a batch. Rethrows errors that are not about a submission. */
function toFieldErrors(error: unknown): object {
  if (error instanceof SandrunError && error.status < 500) return toErrors(error)
  throw error
}
