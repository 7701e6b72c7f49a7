import { DEFAULT_RUN_LIMITS, SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { arch, availableParallelism, totalmem } from 'node:os'
import { VERSION } from '../../../../model/version.ts'
import { principalOf } from '../../plugins/authentication.ts'
import type { Judge0Dependencies } from './dependencies.ts'
import { judge0Id, judge0Languages, languageById, toJudge0Language } from './languages.ts'
import { allSubmissions } from './list.ts'
import { describeStatus, STATUSES, statusOf } from './status.ts'
import { MAX_RUNS, STACK_KB } from './submission.ts'

/** The version of Judge0 CE that this API follows. */
const API_VERSION = '1.13.1'

/** Judge0's facts about itself: languages, statuses, limits, statistics. */
export function registerFacts(app: FastifyInstance, { runs, jobs, records, config }: Judge0Dependencies): void {
  const open = { config: { public: true } }

  app.get('/languages/all', open, () =>
    judge0Languages(runs.languages()).map(({ id, name, is_archived }) => ({ id, name, is_archived })),
  )
  app.get<{ Params: { id: string } }>('/languages/:id', open, (request) => {
    const id = Number(request.params.id)
    const language = languageById(runs.languages(), id)
    if (language === undefined) throw new SandrunError('not-found', `language with id ${id} doesn't exist`)
    return toJudge0Language(language, id)
  })
  app.get('/statuses', open, () => STATUSES)
  app.get('/version', open, (_request, reply) => reply.type('text/plain').send(API_VERSION))
  app.get('/about', open, () => ({
    version: API_VERSION,
    homepage: '',
    source_code: '',
    maintainer: `Sandrun ${VERSION}`,
  }))

  app.get('/config_info', open, () => {
    const { maximum } = config
    const { cpuMs, wallMs, memoryMb, processes, fileMb } = DEFAULT_RUN_LIMITS
    return {
      enable_wait_result: true,
      enable_compiler_options: true,
      allowed_languages_for_compile_options: [],
      enable_command_line_arguments: true,
      enable_submission_delete: true,
      enable_callbacks: true,
      enable_additional_files: true,
      enable_batched_submissions: true,
      max_queue_size: config.maxJobs,
      cpu_time_limit: cpuMs / 1000,
      max_cpu_time_limit: maximum.cpuMs / 1000,
      cpu_extra_time: 0,
      max_cpu_extra_time: 0,
      wall_time_limit: wallMs / 1000,
      max_wall_time_limit: maximum.wallMs / 1000,
      memory_limit: memoryMb * 1024,
      max_memory_limit: maximum.memoryMb * 1024,
      stack_limit: STACK_KB,
      max_stack_limit: STACK_KB,
      max_processes_and_or_threads: processes,
      max_max_processes_and_or_threads: maximum.processes,
      enable_per_process_and_thread_time_limit: false,
      allow_enable_per_process_and_thread_time_limit: false,
      enable_per_process_and_thread_memory_limit: false,
      allow_enable_per_process_and_thread_memory_limit: false,
      max_file_size: fileMb * 1024,
      max_max_file_size: maximum.fileMb * 1024,
      number_of_runs: 1,
      max_number_of_runs: MAX_RUNS,
      max_submission_batch_size: 20,
      enable_network: false,
      allow_enable_network: false,
    }
  })

  app.get('/workers', () => [{ queue: 'default', ...jobs.load(), paused: 0, failed: 0 }])
  app.get('/system_info', () => ({
    Architecture: arch(),
    'CPU(s)': String(availableParallelism()),
    Mem: `${(totalmem() / 2 ** 30).toFixed(1)}G`,
  }))

  app.get('/statistics', async (request) => {
    const kept = await allSubmissions(records, principalOf(request).id)
    const today = new Date().toISOString().slice(0, 10)
    const ids = kept.map(({ state, verdict }) =>
      state === 'queued' ? 1 : state === 'running' ? 2 : verdict === undefined ? 13 : statusOf(verdict, undefined),
    )
    return {
      submissions: { total: kept.length, today: kept.filter(({ createdAt }) => createdAt.startsWith(today)).length },
      languages: tally(kept.map(({ language }) => language)).flatMap(([language, count]) => {
        const id = judge0Id(language)
        return id === null ? [] : [{ language: { id, name: language }, count }]
      }),
      statuses: tally(ids).map(([id, count]) => ({ status: describeStatus(id), count })),
    }
  })
}

function tally<Value>(values: readonly Value[]): [Value, number][] {
  const counts = new Map<Value, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
}
