import type { Config } from '../../../../settings/config.ts'
import type { Jobs } from '../../../jobs/jobs.ts'
import type { RunRecords } from '../../../records/run-records.ts'
import type { Submit } from '../../../submit.ts'

export interface Judge0Dependencies {
  runs: Submit
  jobs: Jobs
  records: RunRecords
  config: Config
}
